//! Tumbling windows: a state that Lambda hands from invocation to invocation.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::BoxError;
use super::sealed::Sealed;
use crate::batch::{Root, Window};

/// The state of a [tumbling window](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html): JSON that the function returns
/// and is given again with the window's next batch.
///
/// What a handler sets counts once the handler has succeeded, and is returned once its record is settled.
///
/// ```
/// use millstream::handler::{StreamHandler, TableHandler, WindowEnd};
/// use millstream::Item;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sales = TableHandler::<Item>::new().for_table("sales").on_insert("count", async |sale| {
///     let window = sale.meta.window().ok_or("the mapping has no window")?;
///     let count: u64 = window.get().trim_matches(['{', '}']).strip_prefix("\"count\":").map_or(Ok(0), str::parse)?;
///     window.set(format!("{{\"count\":{}}}", count + 1)); // with serde_json in a program
///     Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
/// });
/// let handler = StreamHandler::builder()
///     .table(sales)
///     .tumbling_windows()
///     .on_window_end(async |end: WindowEnd<'_>| {
///         println!("{:?}: {}", end.shard_id(), end.state.get());
///         Ok::<_, std::io::Error>(())
///     })
///     .build()?;
/// let event = r#"{"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/sales/stream/x"}],
///     "window":{"start":"2026-07-30T17:00:00Z","end":"2026-07-30T17:05:00Z"},"state":{"count":7},"isFinalInvokeForWindow":true}"#;
/// let handled = handler.handle(event).await;
/// assert_eq!(handled.answer().unwrap(), r#"{"state":{"count":8},"batchItemFailures":[]}"#);
/// # Ok(())
/// # }
/// ```
pub struct WindowState(Mutex<States>);

/// A state, and what it goes back to if what is done now fails. Here, and not where something is done, it costs nothing where there are no
/// windows; where there are, records and their handlers come one after the other.
struct States {
    now: Arc<str>,
    before_record: Arc<str>,
    before_handler: Arc<str>,
}

/// What sets states, and may fail.
#[derive(Clone, Copy)]
pub enum Step {
    /// a record, with all that its handlers set
    Record,
    /// one call of a handler
    Handler,
}

impl WindowState {
    pub(super) fn new(json: &str) -> WindowState {
        let now = Arc::<str>::from(json);
        WindowState(Mutex::new(States { before_record: now.clone(), before_handler: now.clone(), now }))
    }

    /// The state as JSON: `{}` at a window's beginning.
    pub fn get(&self) -> Arc<str> {
        self.states().now.clone()
    }

    /// Sets it to other JSON, which is returned to the letter and not checked. Lambda allows 1 MB.
    pub fn set(&self, json: impl Into<Arc<str>>) {
        self.states().now = json.into();
    }

    fn states(&self) -> MutexGuard<'_, States> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers the state, before a step begins.
    pub(super) fn begin(&self, step: Step) {
        let mut states = self.states();
        let now = states.now.clone();
        match step {
            Step::Record => states.before_record = now,
            Step::Handler => states.before_handler = now,
        }
    }

    /// Takes back what the step has set that was begun last.
    pub(super) fn take_back(&self, step: Step) {
        let mut states = self.states();
        states.now = match step {
            Step::Record => states.before_record.clone(),
            Step::Handler => states.before_handler.clone(),
        };
    }
}

/// Shows its length: what it holds is the user's.
impl fmt::Debug for WindowState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WindowState").field("bytes", &self.get().len()).finish()
    }
}

/// The end of a window, as the handler of [`on_window_end`](super::Builder::on_window_end) sees it.
///
/// ```
/// use millstream::handler::{StreamHandler, WindowEnd};
///
/// async fn publish(end: WindowEnd<'_>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
///     let window = end.window().ok_or("no window")?;
///     assert_eq!((window.start, window.end), (Some("2026-07-30T17:00:00Z"), Some("2026-07-30T17:05:00Z")));
///     assert_eq!((end.shard_id(), end.is_terminated_early()), (Some("shard-7"), false));
///     println!("{}", end.state.get());
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), millstream::handler::SetupError> {
/// let handler = StreamHandler::builder().on_window_end(publish).build()?;
/// let event = r#"{"Records":[],"window":{"start":"2026-07-30T17:00:00Z","end":"2026-07-30T17:05:00Z"},"state":{"count":7},
///     "shardId":"shard-7","isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}"#;
/// assert!(handler.handle(event).await.is_done());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct WindowEnd<'e> {
    /// The state, records of the last invocation included.
    pub state: &'e WindowState,
    root: &'e Root<'e>,
}

impl<'e> WindowEnd<'e> {
    pub(super) fn new(state: &'e WindowState, root: &'e Root<'e>) -> WindowEnd<'e> {
        WindowEnd { state, root }
    }

    /// The time that the window spanned.
    pub fn window(&self) -> Option<Window<'e>> {
        self.root.window()
    }

    /// The shard whose window it was.
    pub fn shard_id(&self) -> Option<&'e str> {
        self.root.shard_id()
    }

    /// Whether Lambda ended it before its time, since the state became too large.
    pub fn is_terminated_early(&self) -> bool {
        self.root.is_window_terminated_early() == Some(true)
    }
}

/// What is done at a window's end: what [`Builder::on_window_end`](super::Builder::on_window_end) was given, or `()` for nothing.
///
/// It stands in the types of functions that take or return handlers, as [`Tables`](super::Tables) does:
///
/// ```
/// use millstream::handler::{Claims, ErrorHook, SetupError, StreamHandler, Tables, WindowHook};
///
/// struct App<T, H, C, W> {
///     handler: StreamHandler<T, H, C, W>,
/// }
///
/// impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> App<T, H, C, W> {
///     async fn is_handled(&self, event: &[u8]) -> bool {
///         self.handler.handle(event).await.is_done()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), SetupError> {
/// let app = App { handler: StreamHandler::builder().build()? };
/// assert!(app.is_handled(br#"{"Records":[]}"#).await);
/// # Ok(())
/// # }
/// ```
pub trait WindowHook: Sealed {
    #[doc(hidden)]
    const EXIST: bool;

    #[doc(hidden)]
    fn end(&self, end: WindowEnd<'_>) -> impl Future<Output = Result<(), BoxError>>;
}

impl WindowHook for () {
    const EXIST: bool = false;

    async fn end(&self, _: WindowEnd<'_>) -> Result<(), BoxError> {
        Ok(())
    }
}

/// A hook that a user wrote.
pub struct OnEnd<F, E>(pub(super) F, pub(super) PhantomData<fn() -> E>);

impl<F, E> Sealed for OnEnd<F, E> {}

impl<F, E> WindowHook for OnEnd<F, E>
where
    F: AsyncFn(WindowEnd<'_>) -> Result<(), E>,
    E: Into<BoxError>,
{
    const EXIST: bool = true;

    async fn end(&self, end: WindowEnd<'_>) -> Result<(), BoxError> {
        (self.0)(end).await.map_err(Into::into)
    }
}
