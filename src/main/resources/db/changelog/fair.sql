--liquibase formatted sql

--changeset cadenza:fair-1
create table trade_event (
    id          uuid primary key,
    name        text        not null,
    date        date        not null,
    location    text,
    industry    text,
    description text,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    version     integer     not null default 0
);
create index trade_event_date on trade_event (date desc, id);

create table trade_event_lead (
    event_id uuid        not null references trade_event on delete cascade,
    lead_id  uuid        not null references lead on delete cascade,
    added_at timestamptz not null,
    primary key (event_id, lead_id)
);
create index trade_event_lead_lead on trade_event_lead (lead_id);
