--liquibase formatted sql

--changeset cadenza:audience-1
create table lead_list (
    id          uuid primary key,
    name        text        not null,
    description text,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    version     integer     not null default 0
);
create unique index lead_list_name on lead_list (lower(name));

create table lead_list_member (
    list_id  uuid        not null references lead_list on delete cascade,
    lead_id  uuid        not null references lead on delete cascade,
    added_at timestamptz not null,
    primary key (list_id, lead_id)
);
create index lead_list_member_lead on lead_list_member (lead_id);

create table segment (
    id          uuid primary key,
    name        text        not null,
    description text,
    condition   jsonb       not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    version     integer     not null default 0
);
create unique index segment_name on segment (lower(name));
