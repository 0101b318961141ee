//! A handler that takes another change than it is given.

use millstream::Model;
use millstream::handler::{Insert, TableHandler};

#[derive(Model)]
#[model(table = "users")]
struct User<'a> {
    id: &'a str,
}

async fn function(_: Insert<'_, '_, User<'_>>) -> Result<(), std::io::Error> {
    Ok(())
}

fn main() {
    let _ = TableHandler::<User>::new().on_remove("function", function);
    let _ = TableHandler::<User>::new().on_remove("closure", async |user: Insert<'_, '_, User<'_>>| {
        println!("{}", user.new.id);
        Ok::<_, std::io::Error>(())
    });
    // A field that the change does not have.
    let _ = TableHandler::<User>::new().on_insert("field", async |user| {
        println!("{}", user.old.id);
        Ok::<_, std::io::Error>(())
    });
    // All records of a batch are a slice.
    let _ = TableHandler::<User>::new().on_insert_batch("batch", function);
}
