// Takes in the template that Stepwright has exported: `this.template.getResource('Bucket')` and
// the like give its resources, to be changed here.
const path = require('node:path');
const { App, Stack } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { Asset } = require('aws-cdk-lib/aws-s3-assets');

/** Uploads a zip, and gives the template's two parameters that say where it is. */
function code(scope, id, zip) {
  const asset = new Asset(scope, `${id}Asset`, { path: path.join(__dirname, zip) });
  return { [`${id}Bucket`]: asset.s3BucketName, [`${id}Key`]: asset.s3ObjectKey };
}

class Exported extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const parameters = {
      ...code(this, "DownloadCode", "download.zip"),
    };
    const templateFile = path.join(__dirname, "template.json");
    this.template = new CfnInclude(this, 'Template', { templateFile, parameters });
  }
}

new Exported(new App(), "stepwright-dev");
