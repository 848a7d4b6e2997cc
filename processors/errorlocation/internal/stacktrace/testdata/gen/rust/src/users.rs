use std::cell::RefCell;
use std::collections::HashMap;

pub struct User {
    pub name: String,
}

pub fn find(id: &str) -> User {
    let users: HashMap<&str, &str> = HashMap::from([("u1", "Ada")]);
    let name = users.get(id).unwrap(); // want(unwrap_none) shop::users::find
    User { name: name.to_string() }
}

pub fn age(text: &str) -> u8 {
    text.parse::<u8>().unwrap() // want(unwrap_err) shop::users::age
}

pub fn load(path: &str) -> String {
    std::fs::read_to_string(path).expect("the configuration of users can be read") // want(expect) shop::users::load
}

pub fn mail(id: &str) -> String {
    let mails: HashMap<String, String> = HashMap::new();
    mails[id].clone() // want(map_index) shop::users::mail
}

pub fn initial(name: &str) -> &str {
    &name[..1] // want(utf8) shop::users::initial
}

pub fn page(users: &[u32], start: usize) -> &[u32] {
    &users[start..] // want(slice) shop::users::page
}

pub fn rename() {
    let user = RefCell::new(User { name: "Ada".into() });
    let reader = user.borrow();
    user.borrow_mut().name = reader.name.to_uppercase(); // want(borrow) shop::users::rename
}

pub fn prüfe(wort: &str) {
    panic!("Wort »{wort}« ist zu lang"); // want(unicode) shop::users::prüfe
}
