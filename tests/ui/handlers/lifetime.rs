//! What is borrowed from an event does not outlive it.

use std::sync::Mutex;

use millstream::Model;
use millstream::handler::TableHandler;

#[derive(Model)]
#[model(table = "users")]
struct User<'a> {
    id: &'a str,
}

fn main() {
    let ids = Mutex::new(Vec::<&str>::new());
    let _ = TableHandler::<User>::new().on_insert("kept", async |user| {
        ids.lock().unwrap().push(user.new.id);
        Ok::<_, std::io::Error>(())
    });
}
