//! What a Map Run that has failed, or was stopped, has not begun: the inputs that no child has had, as files.

use stepwright_compiler::StateKind;

use super::{NextInput, NoInput};
use crate::execution::Execution;
use crate::frame::Frame;
use crate::map_run::MapRun;
use crate::{ResultFile, quota};

/// About how many bytes an input takes in its file besides its text.
const RECORD_BYTES_AROUND: usize = 64;

impl Execution {
    /// The next file of them. Of a Map Run of which there is nothing more, `pending` is empty then.
    // UNVERIFIED: what is in objects that have not been read is not listed: it may be more than there
    // is room for. Nor is an item that `ItemSelector` makes nothing of, or that is too large.
    pub(super) fn pending_file(&self, frame: &Frame, run: &mut MapRun) -> Option<ResultFile> {
        let (mut items, mut batches) = run.pending.take()?;
        let StateKind::Map(map) = &self.state_of(frame).kind else { return None };
        let mut inputs = Vec::new();
        let mut bytes = 0;
        loop {
            if bytes >= quota::RESULT_FILE_BYTES_MAX {
                run.pending = Some((items, batches));
                break;
            }
            match self.next_input(frame, map, (&mut items, &mut batches)) {
                Ok(NextInput::Child(input, _)) => {
                    bytes += input.size_bytes() + RECORD_BYTES_AROUND;
                    inputs.push(input);
                }
                Err(NoInput::Selector(..)) => {}
                Err(NoInput::State(error)) if error.is_data_limit_exceeded() => {}
                Ok(NextInput::Read(..) | NextInput::End) | Err(NoInput::State(_)) => break,
            }
        }
        run.results.pending_file(&inputs)
    }
}
