use std::future::Future;
use std::pin::{pin, Pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

/// Runs a future on this thread.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// Lets others run once.
struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

pub async fn charge(order: u32) {
    Pause(false).await;
    let fee = fee_of(order).await;
    println!("{fee}");
}

async fn fee_of(order: u32) -> u32 {
    Pause(false).await;
    order.checked_sub(8).expect("the fee is not negative") // want(future) shop::jobs::fee_of::{{closure}}
}

pub async fn each_order(ship: impl AsyncFn(u32)) {
    for order in [1, 0] {
        ship(order).await;
    }
}

pub async fn ship(order: u32) {
    Pause(false).await;
    assert!(order > 0, "order {order} cannot be shipped"); // want(async_closure) shop::jobs::ship::{{closure}}
}

pub async fn nightly() {
    let sweep = async {
        Pause(false).await;
        let stale: Vec<u32> = Vec::new();
        stale[3] // want(async_block) shop::jobs::nightly::{{closure}}::{{closure}}
    };
    println!("{}", sweep.await);
}

fn sweep(limit: usize) -> u32 {
    let stock = vec![1, 2, 3];
    stock[limit] // want(thread, join) shop::jobs::sweep
}

pub fn named_thread() {
    let worker = thread::Builder::new().name("stock-worker".into()).spawn(|| sweep(3)).unwrap();
    let _ = worker.join();
}

pub fn unnamed_thread() {
    let _ = thread::spawn(|| {
        panic!("no stock"); // want(thread_unnamed) shop::jobs::unnamed_thread::{{closure}}
    })
    .join();
}

pub fn join() {
    println!("{}", thread::spawn(|| sweep(9)).join().unwrap());
}

pub fn scoped() {
    let mut total = 0;
    thread::scope(|scope| {
        scope.spawn(|| {
            total += "12x".parse::<i32>().unwrap(); // want(scope) shop::jobs::scoped::{{closure}}::{{closure}}
        });
    });
    println!("{total}");
}

pub fn poisoned() {
    let stock = Arc::new(Mutex::new(0));
    let shared = stock.clone();
    let _ = thread::spawn(move || {
        let _held = shared.lock().unwrap();
        panic::resume_unwind_quietly();
    })
    .join();
    *stock.lock().unwrap() += 1; // want(poisoned) shop::jobs::poisoned
}

mod panic {
    /// Unwinds without a call of the panic hook.
    pub fn resume_unwind_quietly() {
        std::panic::resume_unwind(Box::new("quiet"));
    }
}
