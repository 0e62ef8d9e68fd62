--liquibase formatted sql

--changeset cadenza:activity-1
-- Ids are ordered by time, so the newest entries of any filter come from one of these indexes backwards.
create table activity (
    id          uuid primary key,
    at          timestamptz not null,
    action      text        not null,
    entity_type text        not null,
    entity_id   uuid,
    actor       text,
    metadata    jsonb       not null
);
create index activity_action on activity (action, id);
create index activity_entity on activity (entity_id, id) where entity_id is not null;
create index activity_actor on activity (actor, id) where actor is not null;
create index activity_at on activity (at);
