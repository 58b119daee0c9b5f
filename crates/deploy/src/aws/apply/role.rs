//! Makes a role and its policy.

use crate::aws::call::call;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::tags;
use crate::aws::work::Work;
use crate::desired::Role;
use crate::desired::role::POLICY_NAME;
use crate::plan::Action;
use crate::tagging::Tagging;

pub(super) async fn make(work: Work<'_>, role: &Role) -> Result<(), ApplyError> {
    let id = role.id();
    let action = work.action(&id);
    if !action.is_change() {
        return Ok(());
    }
    let iam = &work.clients.iam;
    if *action == Action::Create {
        let request =
            iam.create_role().role_name(&role.name).description(format!("Of {}", role.of));
        let request = request.assume_role_policy_document(role.trust.to_string());
        let all = tags::iam(&work.desired.tags_of(&role.properties()));
        call("iam:CreateRole", &id, request.set_tags(Some(all)).send()).await?;
        allow(work, role).await?;
        work.told("created", &id);
        return Ok(());
    }
    if action.sets("AssumeRolePolicyDocument") {
        let request = iam.update_assume_role_policy().role_name(&role.name);
        let request = request.policy_document(role.trust.to_string()).send();
        call("iam:UpdateAssumeRolePolicy", &id, request).await?;
    }
    if action.sets("Policy") {
        allow(work, role).await?;
    }
    if let Some(Tagging { puts, removes }) = work.tagging(&id, &role.properties()) {
        if !removes.is_empty() {
            let request = iam.untag_role().role_name(&role.name).set_tag_keys(Some(removes));
            call("iam:UntagRole", &id, request.send()).await?;
        }
        let request = iam.tag_role().role_name(&role.name).set_tags(Some(tags::iam(&puts)));
        call("iam:TagRole", &id, request.send()).await?;
    }
    work.told("updated", &id);
    Ok(())
}

async fn allow(work: Work<'_>, role: &Role) -> Result<(), CallError> {
    let request = work.clients.iam.put_role_policy().role_name(&role.name).policy_name(POLICY_NAME);
    let request = request.policy_document(role.policy.document.to_string()).send();
    call("iam:PutRolePolicy", role.id(), request).await?;
    Ok(())
}
