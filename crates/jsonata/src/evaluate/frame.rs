//! [`Frame`]: variables, and the frames around them; and where frames go when they are done.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Evaluator;
use crate::ast::Symbol;
use crate::value::{Tuple, Val};

/// How many frames wait for their next use.
const SPARE_MAX: usize = 32;

/// Variables, and the frame around them.
#[derive(Default)]
pub(crate) struct Frame {
    vars: RefCell<Vec<(Symbol, Val)>>,
    parent: Option<Rc<Self>>,
    kept: Cell<bool>,
}

impl Frame {
    pub(crate) fn bind(&self, symbol: Symbol, value: Val) {
        let mut vars = self.vars.borrow_mut();
        match vars.iter_mut().find(|(it, _)| *it == symbol) {
            Some((_, slot)) => *slot = value,
            None => vars.push((symbol, value)),
        }
    }
    /// Binds a parameter. Of two of the same name the first one counts.
    pub(super) fn bind_parameter(&self, symbol: Symbol, value: Val) {
        self.vars.borrow_mut().push((symbol, value));
    }
    /// The variable's value.
    pub(super) fn get(&self, symbol: Symbol) -> Option<Val> {
        self.with(symbol, Val::clone)
    }
    /// What `look` sees in the variable's value, without a copy of the whole of it.
    pub(super) fn with<T>(&self, symbol: Symbol, look: impl FnOnce(&Val) -> T) -> Option<T> {
        let mut frame = self;
        loop {
            let vars = frame.vars.borrow();
            if let Some((_, it)) = vars.iter().find(|(it, _)| *it == symbol) {
                return Some(look(it));
            }
            drop(vars);
            frame = frame.parent.as_deref()?;
        }
    }
}

/// The frames of one evaluation, besides those in use.
#[derive(Default)]
pub(super) struct Frames {
    /// Frames that functions hold on to. A function held by its own frame is a circle, which is
    /// cut when the evaluation ends.
    kept: Vec<Rc<Frame>>,
    /// Frames that nobody holds any more, for their next use.
    spare: Vec<Rc<Frame>>,
}

impl Drop for Frames {
    fn drop(&mut self) {
        for frame in &self.kept {
            drop(frame.vars.take());
        }
    }
}

impl Evaluator<'_> {
    pub(crate) fn frame_inside(&mut self, parent: &Rc<Frame>) -> Rc<Frame> {
        if let Some(mut frame) = self.frames.spare.pop()
            && let Some(it) = Rc::get_mut(&mut frame)
        {
            it.parent = Some(Rc::clone(parent));
            return frame;
        }
        Rc::new(Frame { parent: Some(Rc::clone(parent)), ..Frame::default() })
    }

    /// Ends the use of a frame. Where nothing holds on to it, it is used again.
    pub(super) fn leave(&mut self, mut frame: Rc<Frame>) {
        if self.frames.spare.len() < SPARE_MAX
            && let Some(it) = Rc::get_mut(&mut frame)
        {
            it.vars.get_mut().clear();
            it.parent = None;
            self.frames.spare.push(frame);
        }
    }

    /// Notes that a function holds on to a frame.
    pub(super) fn keep(&mut self, frame: &Rc<Frame>) {
        let mut next = Some(frame);
        while let Some(frame) = next {
            if frame.kept.replace(true) {
                return;
            }
            self.frames.kept.push(Rc::clone(frame));
            next = frame.parent.as_ref();
        }
    }

    pub(super) fn tuple_frame(&mut self, frame: &Rc<Frame>, tuple: &Tuple) -> Rc<Frame> {
        let inner = self.frame_inside(frame);
        for (symbol, value) in &tuple.vars {
            inner.bind(*symbol, value.clone());
        }
        inner
    }
}
