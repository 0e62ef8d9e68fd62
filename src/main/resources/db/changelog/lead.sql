--liquibase formatted sql

--changeset cadenza:lead-1
create table lead (
    id                   uuid primary key,
    email                text unique,
    phone                text unique,
    first_name           text,
    last_name            text,
    company              text,
    title                text,
    linkedin_url         text,
    website              text,
    city                 text,
    country              text,
    timezone             text,
    source               text        not null,
    status               text        not null default 'NEW',
    score                integer     not null default 0,
    stopped_automation   boolean     not null default false,
    attributes           jsonb       not null default '{}',
    raw_data             jsonb,
    import_batch_id      uuid,
    import_position      bigint,
    last_message_sent_at timestamptz,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    version              integer     not null default 0,
    constraint lead_reachable check (email is not null or phone is not null)
);
create index lead_created on lead (created_at, id);
