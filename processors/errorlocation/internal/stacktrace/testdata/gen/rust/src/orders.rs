use std::ops::Add;

pub struct Cart {
    prices: Vec<u32>,
}

impl Cart {
    pub fn empty() -> Self {
        Cart { prices: Vec::new() }
    }

    #[inline(always)]
    pub fn first_price(&self) -> u32 {
        self.prices[0] // want(index) shop::orders::Cart::first_price
    }
}

pub fn average(prices: &[u32]) -> u32 {
    let sum: u32 = prices.iter().sum();
    sum / prices.len() as u32 // want(divide) shop::orders::average
}

#[inline(never)]
pub fn pack(count: u8) -> u8 {
    count + std::env::args().count() as u8 * 3 // want(overflow) shop::orders::pack
}

pub trait Priced {
    fn price(&self) -> u32;
    fn tax(&self) -> u32 {
        let price = self.price();
        price.checked_sub(1).expect("a price is positive") // want(trait_generic) shop::orders::Priced::tax
    }
}

pub struct Order {
    lines: Vec<u32>,
}

impl Order {
    pub fn new(lines: usize) -> Self {
        Order { lines: vec![1; lines] }
    }
}

impl Priced for Order {
    fn price(&self) -> u32 {
        *self.lines.iter().max().unwrap() // want(trait_method) <shop::orders::Order as shop::orders::Priced>::price
    }
}

pub fn checkout(order: &dyn Priced) -> u32 {
    order.price() + order.tax()
}

pub struct Gift {
    pub value: Option<u32>,
}

impl Priced for Gift {
    fn price(&self) -> u32 {
        self.value.unwrap_or(0)
    }
}

pub fn bill<T: Priced>(item: T) -> u32 {
    (1..=3).map(|n| n * item.tax()).sum() // the closure calls Priced::tax
}

#[derive(Clone, Copy)]
pub struct Money {
    pub cents: i64,
    pub currency: &'static str,
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        assert!(self.currency == other.currency, "cannot add {} to {}", other.currency, self.currency); // want(operator) <shop::orders::Money as core::ops::arith::Add>::add
        Money { cents: self.cents + other.cents, ..self }
    }
}

pub fn each<F: Fn(i32) -> i32>(values: &[i32], apply: F) {
    for value in values {
        println!("{}", apply(*value));
    }
}

pub fn quantities(line: &str) -> Vec<u32> {
    line.split(',')
        .map(|field| {
            field.parse().unwrap() // want(iterator) shop::orders::quantities::{{closure}}
        })
        .collect()
}

pub fn rank(prices: &mut [f64]) {
    prices.sort_by(|a, b| {
        a.partial_cmp(b).expect("prices are numbers") // want(sort) shop::orders::rank::{{closure}}
    });
}

pub struct Shelf<const N: usize> {
    boxes: [u8; N],
}

impl<const N: usize> Shelf<N> {
    pub fn new() -> Self {
        Shelf { boxes: [0; N] }
    }

    pub fn at(&self, place: usize) -> u8 {
        self.boxes[place] // want(const_generic) shop::orders::Shelf<_>::at
    }
}

macro_rules! ensure_stock {
    ($left:expr) => {
        if $left == 0 {
            panic!("out of stock: {}", stringify!($left)); // in the macro
        }
    };
}

pub fn reserve(left: u32) {
    ensure_stock!(left); // want(macro) shop::orders::reserve
}

pub fn discount(depth: u32) -> u32 {
    if depth == 0 {
        unreachable!("no discount at depth {depth}"); // want(recursion) shop::orders::discount
    }
    discount(depth - 1) + 1
}
