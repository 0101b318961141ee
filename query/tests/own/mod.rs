//! The SDK's own deserializers, put back in the place of ours, as a user's interceptor or a later SDK might.

use aws_smithy_runtime_api::client::interceptors::context::{Error, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer};

/// The deserializer of an operation, which cannot be cloned out of its configuration.
#[derive(Debug)]
struct OwnOf(FrozenLayer);

impl DeserializeResponse for OwnOf {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        let own = self.0.load::<SharedResponseDeserializer>().unwrap();
        own.deserialize_nonstreaming_with_config(response, cfg)
    }
}

/// Puts the deserializer of an operation with this configuration back.
pub fn put_back(operation: Option<FrozenLayer>, cfg: &mut ConfigBag) {
    let own = SharedResponseDeserializer::new(OwnOf(operation.unwrap()));
    cfg.interceptor_state().store_put(own);
}
