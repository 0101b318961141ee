//! A function's process.

use std::process::{Child, Command};
use std::time::Duration;

use crate::api::{Invocation, Pending, Reply, RuntimeApi};

/// A process with a Runtime API of its own. It ends with this.
pub struct Function {
    api: RuntimeApi,
    process: Child,
}

impl Function {
    /// Starts it, with the environment that Lambda gives a function besides that of the command:
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>.
    ///
    /// # Panics
    /// Where the program cannot be started.
    pub fn start(command: &mut Command) -> Function {
        let api = RuntimeApi::start();
        command
            .env("AWS_LAMBDA_RUNTIME_API", api.address().to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "test")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128");
        let process = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Function { api, process }
    }

    /// Sends an event to it.
    pub fn send(&self, invocation: Invocation) -> Pending {
        self.api.send(invocation)
    }

    /// Sends an event to it, and waits for the reply.
    ///
    /// # Panics
    /// Where none comes within a minute.
    pub fn invoke(&self, event: impl Into<Vec<u8>>) -> Reply {
        self.send(Invocation::new(event)).wait()
    }

    /// The processor time of its first thread, on Linux: what another program on the machine adds nothing to.
    pub fn processor_time(&self) -> Option<Duration> {
        // <https://docs.kernel.org/scheduler/sched-stats.html>: nanoseconds on a processor come first.
        let path = format!("/proc/{}/schedstat", self.process.id());
        let nanoseconds = std::fs::read_to_string(path).ok()?.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanoseconds))
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
