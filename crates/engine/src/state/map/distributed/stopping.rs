//! What a Map Run leaves behind that is stopped: the results of the children that have ended, those that
//! are cut, and the inputs that no child has had.
//!
//! A Map Run that fails by itself waits until its results are written. One that is stopped, with its
//! execution or because something beside it has failed, is over at once, so nobody waits.

use super::ending::take_run;
use crate::execution::Execution;
use crate::frame::{Activity, Frame, FrameId};
use crate::map_run::{Export, MapRun};
use crate::{Command, MapRunId, WriteResults};

impl Execution {
    /// Stops all Map Runs that there are, because the execution ends.
    pub(crate) fn stop_map_runs(&mut self) {
        for (map_run, id) in std::mem::take(&mut self.map_runs) {
            self.commands.push(Command::StopMapRun { map_run });
            self.leave_results_of(map_run, id);
        }
    }

    fn leave_results_of(&mut self, map_run: MapRunId, id: FrameId) {
        let Some(mut frame) = self.frames.take(id) else { return };
        if let Some(run) = take_run(&mut frame) {
            debug_assert_eq!(run.id, map_run, "the frame of another Map Run");
            let run = self.stopped_map_run(&frame, run);
            frame.activity = Activity::MapRun(run);
        }
        self.frames.put_back(id, frame);
    }

    /// The same Map Run, stopped, and what there is of it written.
    // UNVERIFIED: documented is that a Map Run that was stopped lists what it has not begun; that the
    // rest is written as for one that has failed is not.
    pub(super) fn stopped_map_run(&mut self, frame: &Frame, mut run: Box<MapRun>) -> Box<MapRun> {
        run.children_aborted(self.now);
        let mut run = run.stopped();
        run.ending = None;
        let Some(Export { bucket, .. }) = run.results.export().cloned() else { return run };
        // Whatever file of them was being written is written again.
        run.results.forget_pending();
        run.pending = Some((run.items.clone(), run.batches.clone()));
        let mut files = Vec::new();
        while run.pending.is_some() {
            files.extend(self.pending_file(frame, &mut run));
        }
        files.extend(run.results.files(&run.names.map_run_arn).0);
        let state = self.state_of(frame).name.clone();
        let write = WriteResults { map_run: run.id, state, bucket, files };
        self.commands.push(Command::LeaveResults(Box::new(write)));
        run
    }
}
