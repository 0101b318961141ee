//! A handler that returns no `Result`, and an error that is none.

use millstream::Model;
use millstream::handler::{Failure, StreamHandler, TableHandler};

#[derive(Model)]
#[model(table = "users")]
struct User<'a> {
    id: &'a str,
}

struct NoError;

fn main() {
    let _ = TableHandler::<User>::new().on_insert("nothing", async |user| println!("{}", user.new.id));
    let _ = TableHandler::<User>::new().on_insert("no error", async |_| Err::<(), _>(NoError));
    let _ = TableHandler::<User>::new().on_insert("a value", async |_| Ok::<_, std::io::Error>(7));
    let _ = StreamHandler::builder().on_error(async |_: Failure<'_>| Ok::<_, std::io::Error>(()));
}
