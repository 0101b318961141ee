//! A handler that never fails, and does not say of which type the error would be.

use millstream::Model;
use millstream::handler::TableHandler;

#[derive(Model)]
#[model(table = "users")]
struct User<'a> {
    id: &'a str,
}

fn main() {
    let _ = TableHandler::<User>::new().on_insert("which error", async |_| Ok(()));
}
