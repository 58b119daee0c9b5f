//! Amazon SageMaker: jobs, models and endpoints.

use crate::call::{Call, Named};
use crate::{operation, pass_role};

/// What an action makes.
struct Made {
    /// The field that names it.
    field: &'static str,
    /// Its kind in ARNs.
    kind: &'static str,
    /// What waiting for it needs, and the rule that tells of its end. Empty where it has none.
    waits: &'static [&'static str],
    rule: &'static str,
}

pub(super) fn sagemaker(call: &mut Call<'_>, action: &str) -> Option<()> {
    let Made { field, kind, waits, rule } = made(action)?;
    // SageMaker writes names in ARNs in lower case.
    let scope = call.named(Named { field, what: kind, service: "sagemaker", kind: "" });
    let scope = scope.map(|it| resource(it, kind));
    let starts = format!("sagemaker:{}", operation::pascal_case(action));
    call.need(&[&starts], &scope);
    let fields = call.arguments.fields().is_some();
    if fields && call.arguments.field("Tags").is_present() {
        call.need(&["sagemaker:AddTags"], &scope);
    }
    if matches!(action, "createEndpoint" | "updateEndpoint") {
        let config = Named {
            field: "EndpointConfigName",
            what: "endpoint configuration",
            service: "sagemaker",
            kind: "",
        };
        let config = call.named(config).map(|it| resource(it, "endpoint-config"));
        call.need(&[&starts], &config);
    }
    roles(call, action);
    if call.runs_job() && !waits.is_empty() {
        call.need_to_wait(waits, &scope);
        call.need_to_wait(&["sagemaker:ListTags"], &scope);
        call.need_managed_rule(rule);
    }
    Some(())
}

/// `arn:…:<account>:name` as `arn:…:<account>:<kind>/name`, the name in lower case.
fn resource(arn: &str, kind: &str) -> String {
    match arn.rsplit_once(':') {
        Some((_, name)) if name.starts_with(&format!("{kind}/")) => arn.to_owned(),
        Some((head, name)) => format!("{head}:{kind}/{}", name.to_ascii_lowercase()),
        None => arn.to_owned(),
    }
}

fn made(action: &str) -> Option<Made> {
    let (field, kind, waits, rule): (_, _, &'static [&'static str], _) = match action {
        "createTrainingJob" => (
            "TrainingJobName",
            "training-job",
            &["sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob"],
            "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
        ),
        "createTransformJob" => (
            "TransformJobName",
            "transform-job",
            &["sagemaker:DescribeTransformJob", "sagemaker:StopTransformJob"],
            "StepFunctionsGetEventsForSageMakerTransformJobsRule",
        ),
        "createHyperParameterTuningJob" => (
            "HyperParameterTuningJobName",
            "hyper-parameter-tuning-job",
            &["sagemaker:DescribeHyperParameterTuningJob", "sagemaker:StopHyperParameterTuningJob"],
            "StepFunctionsGetEventsForSageMakerTuningJobsRule",
        ),
        "createLabelingJob" => (
            "LabelingJobName",
            "labeling-job",
            &["sagemaker:DescribeLabelingJob", "sagemaker:StopLabelingJob"],
            "StepFunctionsGetEventsForSageMakerLabelingJobsRule",
        ),
        "createProcessingJob" => (
            "ProcessingJobName",
            "processing-job",
            &["sagemaker:DescribeProcessingJob", "sagemaker:StopProcessingJob"],
            "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
        ),
        "createModel" => ("ModelName", "model", &[], ""),
        "createEndpointConfig" => ("EndpointConfigName", "endpoint-config", &[], ""),
        "createEndpoint" | "updateEndpoint" => ("EndpointName", "endpoint", &[], ""),
        _ => return None,
    };
    Some(Made { field, kind, waits, rule })
}

/// The role that the job or model works with.
fn roles(call: &mut Call<'_>, action: &str) {
    let path: &[&str] = match action {
        "createTrainingJob" | "createProcessingJob" | "createLabelingJob" => &["RoleArn"],
        "createHyperParameterTuningJob" => &["TrainingJobDefinition", "RoleArn"],
        "createModel" => &["ExecutionRoleArn"],
        // These work with the model's role, which has been passed on when it was made.
        _ => return,
    };
    let role = call.arguments.at(path).said();
    pass_role::need(call, &role, Some("sagemaker.amazonaws.com"));
}
