//! Names of errors that could not be told apart, or are not the author's to give.

use stepwright::TaskError;

#[derive(TaskError)]
enum Reserved {
    #[error_name("States.Timeout")]
    Timeout,
}

#[derive(TaskError)]
enum Twice {
    Late,
    #[error_name("Late")]
    TooLate,
}

#[derive(TaskError)]
enum Hidden {
    IO,
}

fn main() {}
