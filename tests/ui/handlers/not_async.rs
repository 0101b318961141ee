//! A handler that is not asynchronous.

use millstream::Model;
use millstream::handler::TableHandler;

#[derive(Model)]
#[model(table = "users")]
struct User<'a> {
    id: &'a str,
}

fn main() {
    let _ = TableHandler::<User>::new().on_insert("not async", |user| {
        println!("{}", user.new.id);
        Ok::<_, std::io::Error>(())
    });
}
