//! A shop whose orders fail in many ways: `shop CASE` raises one of them.

mod errors;
mod jobs;
mod orders;
mod payments;
mod users;

use std::process::ExitCode;

fn main() -> Result<ExitCode, errors::Report> {
    let case = std::env::args().nth(1).unwrap_or_default();
    match case.as_str() {
        "index" => println!("{}", orders::Cart::empty().first_price()),
        "divide" => println!("{}", orders::average(&[])),
        "overflow" => println!("{}", orders::pack(250)),
        "trait_method" => println!("{}", orders::checkout(&orders::Order::new(0))),
        "trait_generic" => println!("{}", orders::bill(orders::Gift { value: None })),
        "operator" => drop(orders::Money { cents: 1, currency: "EUR" } + orders::Money { cents: 1, currency: "USD" }),
        "closure" => orders::each(&[1, 0], |n| 10 / n), // want(closure) shop::main::{{closure}}
        "iterator" => println!("{:?}", orders::quantities("3,x,5")),
        "sort" => orders::rank(&mut [1.0, f64::NAN, 2.0]),
        "const_generic" => println!("{}", orders::Shelf::<3>::new().at(7)),
        "macro" => orders::reserve(0),
        "recursion" => println!("{}", orders::discount(40)),
        "unwrap_none" => println!("{}", users::find("nobody").name),
        "unwrap_err" => println!("{}", users::age("x1")),
        "expect" => println!("{}", users::load("/srv/none.toml")),
        "map_index" => println!("{}", users::mail("nobody")),
        "utf8" => println!("{}", users::initial("éva")),
        "slice" => println!("{:?}", users::page(&[1, 2, 3], 5)),
        "borrow" => users::rename(),
        "unicode" => users::prüfe("größe"),
        "assert_eq" => payments::settle(10, 12),
        "lines" => payments::decline(),
        "no_message" => payments::cancel(),
        "track_caller" => payments::capture(-1),
        "drop" => payments::rollback(),
        "double" => payments::rollback_twice(),
        "value" => std::panic::panic_any(payments::Declined { code: 51 }), // want(value) shop::main
        "caught" => payments::retry(),
        "hook" => payments::with_hook(),
        "callback" => payments::callback(),
        "thread" => jobs::named_thread(),
        "thread_unnamed" => jobs::unnamed_thread(),
        "join" => jobs::join(),
        "scope" => jobs::scoped(),
        "poisoned" => jobs::poisoned(),
        "future" => jobs::block_on(jobs::charge(7)),
        "async_closure" => jobs::block_on(jobs::each_order(async |n| jobs::ship(n).await)),
        "async_block" => jobs::block_on(async { jobs::nightly().await }),
        "report" => errors::import("orders.csv")?,
        "report_context" => errors::restock()?,
        "backtrace_debug" => println!("{:#?}", errors::trace()),
        "backtrace_display" => println!("order 17 failed\n{}", errors::trace()),
        _ => return Ok(ExitCode::FAILURE),
    }
    Ok(ExitCode::SUCCESS)
}
