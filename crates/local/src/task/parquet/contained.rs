//! [`contained`]: a panic of a library as an error.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Does `work`, or tells in one line what brought it down. A panic in it shows nothing on the
/// terminal; those of others show what they always do.
pub(super) fn contained<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let earlier = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_CONTAINED.get() {
                earlier(info);
            }
        }));
    });
    IS_CONTAINED.set(true);
    // What `work` has made is gone with it: nobody sees it half done.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_CONTAINED.set(false);
    result.map_err(|it| first_line(&*it))
}

fn first_line(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.and_then(|it| it.lines().next()).unwrap_or("it cannot be said why").to_owned()
}
