//! Tables made and dropped.

use aws_sdk_dynamodb::types::{ProjectionType, StreamViewType};
use millstream_query::Table;

use crate::fixtures::{Post, fixture};

#[tokio::test]
async fn a_table_is_made_as_its_model_says_and_dropped() {
    let fixture = fixture::<Post>().await;
    let named = Table::<Post>::named(&fixture.client, format!("{}-again", fixture.table.name()));
    let create = named.create_table().provisioned(5, 6).stream(StreamViewType::NewImage);
    let input = create.input().unwrap();
    assert_eq!(input.key_schema().len(), 2);
    let mut attributes: Vec<_> =
        input.attribute_definitions().iter().map(|attribute| attribute.attribute_name()).collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["at", "author", "likes", "slug", "topic"]);
    assert_eq!(input.local_secondary_indexes().len(), 1);
    let topic = &input.global_secondary_indexes()[1];
    let projection = topic.projection().unwrap();
    assert_eq!(projection.projection_type(), Some(&ProjectionType::Include));
    assert_eq!(projection.non_key_attributes(), ["title"]);
    assert!(create.ttl_input().unwrap().is_none());
    create.send().await.unwrap();
    let again = named.create_table().send().await.unwrap_err();
    assert_eq!(again.code(), Some("ResourceInUseException"));
    named.drop_table().send().await.unwrap();
    assert!(named.primary_key().get(("ann", 1)).send().await.unwrap_err().is_not_found());
    assert!(named.drop_table().send().await.unwrap_err().is_not_found());
}

/// dynalite knows no time to live.
#[tokio::test]
async fn items_expire_by_an_attribute() {
    let fixture = fixture::<Post>().await;
    let named = Table::<Post>::named(&fixture.client, format!("{}-ttl", fixture.table.name()));
    let create = named.create_table().ttl(|post| post.at);
    let input = create.ttl_input().unwrap().unwrap();
    assert_eq!(input.time_to_live_specification().unwrap().attribute_name(), "at");
    create.send().await.unwrap();
    let told = fixture.client.describe_time_to_live().table_name(named.name()).send().await.unwrap();
    assert_eq!(told.time_to_live_description().unwrap().attribute_name(), Some("at"));
    named.drop_table().send().await.unwrap();
}
