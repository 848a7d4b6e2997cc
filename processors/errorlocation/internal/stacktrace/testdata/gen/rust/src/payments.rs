use std::backtrace::Backtrace;
use std::panic;

pub fn settle(paid: u32, due: u32) {
    assert_eq!(paid, due, "payment of order {}", 17); // want(assert_eq) shop::payments::settle
}

pub fn decline() {
    panic!("the bank said:\n   0: core::fake::frame\n             at ./src/fake.rs:1:1\nstack backtrace:\nend"); // want(lines) shop::payments::decline
}

pub fn cancel() {
    panic!(); // want(no_message) shop::payments::cancel
}

pub struct Declined {
    pub code: u8,
}

#[track_caller]
fn positive(amount: i64) -> u64 {
    u64::try_from(amount).expect("an amount is positive")
}

pub fn capture(amount: i64) {
    let cents = positive(amount); // want(track_caller) shop::payments::capture
    println!("{cents}");
}

struct Transaction {
    open: bool,
}

impl Drop for Transaction {
    fn drop(&mut self) {
        assert!(!self.open, "a transaction was left open"); // want(drop) <shop::payments::Transaction as core::ops::drop::Drop>::drop
    }
}

pub fn rollback() {
    let _open = Transaction { open: true };
}

pub fn rollback_twice() {
    let _open = Transaction { open: true };
    panic!("payment provider is down"); // want(double) shop::payments::rollback_twice
}

pub fn retry() {
    let first = panic::catch_unwind(|| {
        panic!("card expired"); // want(caught) shop::payments::retry::{{closure}}
    });
    if let Err(cause) = first {
        panic::resume_unwind(cause);
    }
}

pub fn with_hook() {
    panic::set_hook(Box::new(|info| {
        eprintln!("ERROR shop: {info}\n{}", Backtrace::force_capture());
    }));
    refuse();
}

fn refuse() {
    panic!("card refused"); // want(hook) shop::payments::refuse
}

extern "C" fn on_notice(code: i32) {
    assert_ne!(code, 0, "notice without a code"); // want(callback) shop::payments::on_notice
}

pub fn callback() {
    on_notice(0);
}
