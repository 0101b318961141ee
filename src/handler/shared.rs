//! Handlers as values: what a function can return, a struct can hold and a task can be given.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::StreamHandler;
use super::claims::Claims;
use super::delivery::Delivery;
use super::failure::ErrorHook;
use super::outcome::Handled;
use super::sealed::Sealed;
use super::tables::Tables;
use super::window::WindowHook;

/// What handles events: a [`StreamHandler`] of whatever tables and hooks, or a [`SharedHandler`].
///
/// It is what a function says that returns handlers, and one that takes any:
///
/// ```
/// use millstream::Item;
/// use millstream::handler::{EventHandler, Handled, SetupError, StreamHandler, TableHandler};
///
/// # struct Mailer;
/// # impl Mailer { async fn send(&self, _: &str) -> Result<(), std::io::Error> { Ok(()) } }
/// fn handler(mailer: Mailer) -> Result<impl EventHandler, SetupError> {
///     let items = TableHandler::<Item>::new().for_table("items").on_insert("mail", async move |item| {
///         mailer.send(&item.new.to_string()).await
///     });
///     StreamHandler::builder().table(items).build()
/// }
///
/// async fn replay(handler: &impl EventHandler, events: Vec<String>) -> Vec<Handled> {
///     let mut all = Vec::new();
///     for event in events {
///         all.push(handler.deliver(event).await);
///     }
///     all
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), SetupError> {
/// let handled = replay(&handler(Mailer)?, vec![r#"{"Records":[]}"#.into()]).await;
/// assert!(handled[0].is_done());
/// # Ok(())
/// # }
/// ```
///
/// Whether the futures are `Send` cannot be seen through such a type. Where it has to be, in a task that is spawned or under `run_concurrent`,
/// a [`SharedHandler`] is returned in its place.
pub trait EventHandler: Sealed {
    /// Handles an event, as [`StreamHandler::handle`] does.
    fn deliver(&self, delivery: impl Into<Delivery>) -> impl Future<Output = Handled>;
}

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> Sealed for StreamHandler<T, H, C, W> {}

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> EventHandler for StreamHandler<T, H, C, W> {
    async fn deliver(&self, delivery: impl Into<Delivery>) -> Handled {
        self.handle_received(delivery.into().received()).await
    }
}

/// The future of an event that a [`SharedHandler`] handles.
pub type Handling = Pin<Box<dyn Future<Output = Handled> + Send>>;

/// A [`StreamHandler`] whose type says nothing of its tables and hooks: it has a name, clones share it, and its futures are `Send`.
///
/// That costs one allocation for each event. [`StreamHandler::shared`] makes it, at a place where the handlers' types are known:
///
/// ```
/// use millstream::Item;
/// use millstream::handler::{SetupError, SharedHandler, StreamHandler, TableHandler};
///
/// struct Worker {
///     handler: SharedHandler,
/// }
///
/// fn handler() -> Result<SharedHandler, SetupError> {
///     let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
///         println!("{}", item.new);
///         Ok::<_, std::io::Error>(())
///     });
///     Ok(StreamHandler::builder().table(items).build()?.shared(StreamHandler::handle_owned))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let worker = Worker { handler: handler()? };
/// let task = tokio::spawn(worker.handler.handle(r#"{"Records":[]}"#));
/// assert!(task.await?.is_done());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SharedHandler {
    deliver: Arc<dyn Fn(Delivery) -> Handling + Send + Sync>,
}

impl SharedHandler {
    /// Handles an event, as [`StreamHandler::handle_owned`] does.
    pub fn handle(&self, delivery: impl Into<Delivery>) -> Handling {
        (self.deliver)(delivery.into())
    }
}

impl Sealed for SharedHandler {}

impl EventHandler for SharedHandler {
    async fn deliver(&self, delivery: impl Into<Delivery>) -> Handled {
        (self.deliver)(delivery.into()).await
    }
}

impl fmt::Debug for SharedHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedHandler").finish_non_exhaustive()
    }
}

impl<T, H, C, W> StreamHandler<T, H, C, W>
where
    T: Tables + Send + Sync + 'static,
    H: ErrorHook + Send + Sync + 'static,
    C: Claims + Send + Sync + 'static,
    W: WindowHook + Send + Sync + 'static,
{
    /// The same handlers in a type that says nothing of them. `handle` is always
    /// [`StreamHandler::handle_owned`]: only where it is named does the compiler see that its futures are `Send`.
    pub fn shared<F>(self, handle: impl Fn(Arc<Self>, Delivery) -> F + Send + Sync + 'static) -> SharedHandler
    where
        F: Future<Output = Handled> + Send + 'static,
    {
        let handler = Arc::new(self);
        SharedHandler { deliver: Arc::new(move |delivery| Box::pin(handle(handler.clone(), delivery))) }
    }
}
