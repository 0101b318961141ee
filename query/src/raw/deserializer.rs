//! The response deserializer that keeps bytes, and the interceptor that puts it in its place.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Answer, Kind, Operation, Pool};
use crate::error::{At, Error as OurError};
use aws_sdk_dynamodb::config::Intercept;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, Error, Output,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer};

/// One call whose answer is kept.
#[derive(Debug)]
pub(crate) struct Keep<O> {
    slot: Slot,
    pool: Pool,
    operation: PhantomData<fn() -> O>,
}

/// Where the answer is left: one for each call, so that no two calls meet in it.
type Slot = Arc<Mutex<Option<Answer>>>;

impl<O: Operation> Keep<O> {
    pub(crate) fn new(pool: &Pool) -> Keep<O> {
        Keep { slot: Slot::default(), pool: pool.clone(), operation: PhantomData }
    }

    /// To be given to the call, by `customize().interceptor(...)`.
    pub(crate) fn interceptor(&self) -> impl Intercept + 'static {
        Keep::<O> { slot: self.slot.clone(), pool: self.pool.clone(), operation: PhantomData }
    }

    /// The answer of the call that gave `output`.
    ///
    /// # Errors
    /// When no bytes were kept and the output holds what this version of the SDK does not know.
    pub(crate) fn answer(self, output: &O::Output, at: At<'_>) -> Result<Answer, OurError> {
        if let Some(answer) = self.slot.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Ok(answer);
        }
        let body = SdkBody::from(O::to_json(output).map_err(|error| at.output(error))?);
        Answer::read(body, self.pool.decoder().get()).map_err(|error| at.decode(error))
    }
}

/// Sends a request, which is of a type of its own for each operation, and comes to its answer.
macro_rules! send_for_answer {
    ($operation:ty, $request:expr, $pool:expr, $at:expr) => {{
        let keep = $crate::raw::Keep::<$operation>::new($pool);
        let sent = $request.customize().interceptor(keep.interceptor()).send().await;
        let output = sent.map_err(|error| $at.sdk(error))?;
        keep.answer(&output, $at)?
    }};
}

pub(crate) use send_for_answer;

impl<O: Operation> Intercept for Keep<O> {
    fn name(&self) -> &'static str {
        "millstream: keep the bytes of the answer"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let own = O::new().config().ok_or("the operation has no configuration of its own")?;
        let keeper =
            Keeper::<O> { slot: self.slot.clone(), pool: self.pool.clone(), own, operation: PhantomData };
        cfg.interceptor_state().store_put(SharedResponseDeserializer::new(keeper));
        Ok(())
    }
}

/// Stands in the place of the operation's own deserializer, over all attempts of one call.
#[derive(Debug)]
struct Keeper<O> {
    slot: Slot,
    pool: Pool,
    /// where the operation's own deserializer is
    own: FrozenLayer,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> DeserializeResponse for Keeper<O> {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        // An earlier attempt may have left one.
        *slot = None;
        let body = response.body();
        let kept = body.bytes().and_then(|_| body.try_clone()).filter(|_| response.status().is_success());
        let Some(body) = kept else { return self.by_own(response, cfg) };
        // Some servers and proxies answer a write without a body. The SDK takes it for an object without members.
        let body = if body.bytes().is_some_and(<[u8]>::is_empty) { SdkBody::from("{}") } else { body };
        match (Answer::read(body, self.pool.decoder().get()), O::KIND) {
            (Ok(answer), _) => *slot = Some(answer),
            // An answer that was cut off is one that did not arrive: the SDK tries again.
            (Err(error), Kind::Read) => return Err(OrchestratorError::response(error.into())),
            // What was written is not to be written twice. The error is the SDK's own, and it does not try again.
            (Err(_), Kind::Write) => return self.by_own(response, cfg),
        }
        Ok(Output::erase(O::empty()))
    }
}

impl<O> Keeper<O> {
    /// What the operation's own deserializer makes of it.
    fn by_own(&self, response: &HttpResponse, cfg: &ConfigBag) -> Result<Output, OrchestratorError<Error>> {
        let own = self.own.load::<SharedResponseDeserializer>();
        let own =
            own.ok_or_else(|| OrchestratorError::other("the operation has no deserializer of its own"))?;
        own.deserialize_nonstreaming_with_config(response, cfg)
    }
}
