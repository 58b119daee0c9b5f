//! A function that greets, and fails in every way there is. The tests run it as a process.

use std::{fmt, process::ExitCode};

use serde::{Deserialize, Serialize};
use stepwright::{Callable, Shape, TaskError};

/// Whom to greet.
#[derive(Debug, Serialize, Deserialize, Shape)]
struct Person {
    name: String,
}

/// How to greet them.
#[derive(Debug, Serialize, Deserialize, Shape)]
struct Greeting {
    text: String,
}

/// Why nobody is greeted.
#[derive(Debug, TaskError)]
enum GreetError {
    /// They are asleep.
    #[retriable]
    #[error_name("Asleep")]
    Asleep(String),
}

impl fmt::Display for GreetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Asleep(name) = self;
        write!(f, "{name} is asleep")
    }
}

/// The function.
#[derive(Debug, Callable)]
#[lambda(name = "greet", input = Person, output = Greeting, error = GreetError)]
struct Greet;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let served = stepwright_lambda::serve(Greet, async |Person { name }, context| {
        #[expect(clippy::panic, reason = "to show what a workflow is told of it")]
        match name.as_str() {
            "Dormouse" => Err(GreetError::Asleep(name)),
            "Bandersnatch" => panic!("run"),
            _ => Ok(Greeting { text: format!("Hello, {name}! ({})", context.request_id) }),
        }
    });
    match served.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "why it does not start is for the terminal")]
            {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}
