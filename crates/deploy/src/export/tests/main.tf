# stepwright in stage dev, exported by Stepwright.
# The strategy `canary:10%,10m` is not part of it: Terraform moves an alias in one step.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region
}

resource "aws_s3_bucket" "bucket" {
  bucket = "stepwright-dev-${local.account}-${local.region}"
  tags = {
    team = "sky"
  }
}

resource "aws_s3_bucket_public_access_block" "bucket" {
  bucket                  = aws_s3_bucket.bucket.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "bucket" {
  bucket = aws_s3_bucket.bucket.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyWithoutTLS"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource = [
          "arn:${local.partition}:s3:::stepwright-dev-${local.account}-${local.region}",
          "arn:${local.partition}:s3:::stepwright-dev-${local.account}-${local.region}/*",
        ]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_log_group" "download" {
  name              = "/aws/vendedlogs/stepwright/stepwright/dev/download"
  retention_in_days = 30
  tags = {
    team = "sky"
  }
}

resource "aws_cloudwatch_log_group" "store" {
  name              = "/aws/vendedlogs/stepwright/stepwright/dev/store"
  retention_in_days = 30
  tags = {
    team = "sky"
  }
}

resource "aws_iam_role" "download" {
  name        = "stepwright-dev-download-${local.region}"
  description = "What the function `download` may do."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "AssumeRole"
        Effect = "Allow"
        Principal = {
          Service = "lambda.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
  tags = {
    team = "sky"
  }
}

resource "aws_iam_role_policy" "download" {
  name = "stepwright"
  role = aws_iam_role.download.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "LogsCreateLogStreamPutLogEvents"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/vendedlogs/stepwright/stepwright/dev/download:*"
      },
      {
        Sid      = "S3PutObject"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "arn:${local.partition}:s3:::stepwright-dev-${local.account}-${local.region}/benner*.csv"
      },
    ]
  })
}

resource "aws_iam_role" "store" {
  name        = "stepwright-dev-store-${local.region}"
  description = "What the state machine `store` may do."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "AssumeRole"
        Effect = "Allow"
        Principal = {
          Service = "states.amazonaws.com"
        }
        Action = "sts:AssumeRole"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = [
              "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:stepwright-dev-store",
              "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:stepwright-dev-store:*",
            ]
          }
          StringEquals = {
            "aws:SourceAccount" = "${local.account}"
          }
        }
      },
    ]
  })
  tags = {
    team = "sky"
  }
}

resource "aws_iam_role_policy" "store" {
  name = "stepwright"
  role = aws_iam_role.store.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "LambdaInvokeFunction"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:stepwright-dev-download:live"
      },
      {
        Sid    = "LogsCreateLogDeliveryAndMore"
        Effect = "Allow"
        Action = [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ]
        Resource = "*"
      },
      {
        Sid    = "XrayGetSamplingRulesAndMore"
        Effect = "Allow"
        Action = [
          "xray:GetSamplingRules",
          "xray:GetSamplingTargets",
          "xray:PutTelemetryRecords",
          "xray:PutTraceSegments",
        ]
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_role" "schedule" {
  name        = "stepwright-dev-schedule-${local.region}"
  description = "What the schedules may do."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "AssumeRole"
        Effect = "Allow"
        Principal = {
          Service = "scheduler.amazonaws.com"
        }
        Action = "sts:AssumeRole"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule-group/stepwright-dev-schedules"
          }
          StringEquals = {
            "aws:SourceAccount" = "${local.account}"
          }
        }
      },
    ]
  })
  tags = {
    team = "sky"
  }
}

resource "aws_iam_role_policy" "schedule" {
  name = "stepwright"
  role = aws_iam_role.schedule.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "StatesStartExecution"
        Effect   = "Allow"
        Action   = "states:StartExecution"
        Resource = "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:stepwright-dev-store"
        Condition = {
          "ForAnyValue:StringEquals" = {
            "states:StateMachineQualifier" = "live"
          }
        }
      },
    ]
  })
}

resource "aws_lambda_function" "download" {
  function_name    = "stepwright-dev-download"
  role             = aws_iam_role.download.arn
  filename         = "${path.module}/download.zip"
  source_code_hash = filebase64sha256("${path.module}/download.zip")
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = ["arm64"]
  memory_size      = 256
  timeout          = 60
  publish          = true
  tags = {
    team = "sky"
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.download.name
  }

  environment {
    variables = {
      LEVEL = "info"
    }
  }
}

resource "aws_lambda_alias" "download" {
  name             = "live"
  function_name    = aws_lambda_function.download.function_name
  function_version = aws_lambda_function.download.version
}

resource "aws_sfn_state_machine" "store" {
  name       = "stepwright-dev-store"
  type       = "STANDARD"
  role_arn   = aws_iam_role.store.arn
  definition = replace(file("${path.module}/store.asl.json"), "$${DownloadArn}", aws_lambda_alias.download.arn)
  publish    = true
  tags = {
    team = "sky"
  }
  depends_on = [aws_iam_role_policy.store]

  logging_configuration {
    level                  = "ERROR"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.store.arn}:*"
  }

  tracing_configuration {
    enabled = true
  }
}

resource "aws_sfn_alias" "store" {
  name = "live"

  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.store.state_machine_version_arn
    weight                    = 100
  }
}

resource "aws_cloudwatch_metric_alarm" "store" {
  alarm_name          = "stepwright-dev-store-failed"
  alarm_actions       = ["arn:aws:sns:eu-central-1:123456789012:oncall"]
  comparison_operator = "GreaterThanOrEqualToThreshold"
  dimensions          = { StateMachineArn = aws_sfn_state_machine.store.arn }
  evaluation_periods  = 1
  metric_name         = "ExecutionsFailed"
  namespace           = "AWS/States"
  period              = 300
  statistic           = "Sum"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  tags = {
    team = "sky"
  }
}

resource "aws_scheduler_schedule_group" "schedules" {
  name = "stepwright-dev-schedules"
  tags = {
    team = "sky"
  }
}

resource "aws_scheduler_schedule" "store" {
  name                         = "store"
  group_name                   = aws_scheduler_schedule_group.schedules.name
  schedule_expression          = "cron(0 6 ? * MON *)"
  schedule_expression_timezone = "UTC"
  state                        = "ENABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_sfn_alias.store.arn
    role_arn = aws_iam_role.schedule.arn
    input    = "{\"bucketName\":\"stepwright-dev-${local.account}-${local.region}\",\"rows\":3}"
  }
}

output "bucket_name" {
  description = "The bucket that the functions write to."
  value       = aws_s3_bucket.bucket.bucket
}

output "store_arn" {
  description = "Start executions of `store` with this ARN."
  value       = aws_sfn_alias.store.arn
}

output "store_default_input" {
  description = "What `store` is started with by default."
  value       = "{\"bucketName\":\"stepwright-dev-${local.account}-${local.region}\",\"rows\":3}"
}
