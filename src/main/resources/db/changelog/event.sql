--liquibase formatted sql

--changeset cadenza:event-1
create table lead_event (
    id           uuid primary key,
    lead_id      uuid        not null,
    kind         text        not null,
    key          text,
    payload      jsonb       not null default '{}',
    occurred_at  timestamptz not null,
    recorded_at  timestamptz not null,
    score_impact integer     not null default 0,
    origin       uuid,
    -- Null until the stream's worker has dealt with it.
    applied_at   timestamptz,
    error        text
);
create index lead_event_lead on lead_event (lead_id, kind, occurred_at);
create unique index lead_event_once on lead_event (origin, kind, lead_id) where origin is not null;
create index lead_event_open on lead_event (id) where applied_at is null;


--changeset cadenza:event-2
-- Events of one lead lie in one shard, and whoever applies events of a shard has locked its row: so they are applied in
-- order, whichever node does it.
alter table lead_event add column shard smallint generated always as (get_byte(uuid_send(lead_id), 15) & 15) stored;
alter table lead_event add constraint lead_event_lead_exists foreign key (lead_id) references lead on delete cascade;
drop index lead_event_open;
create index lead_event_open on lead_event (shard, id) where applied_at is null and error is null;
create index lead_event_failed on lead_event (id) where error is not null;
-- What a lead's score is summed up from.
create index lead_event_scored on lead_event (lead_id) include (occurred_at, score_impact) where score_impact <> 0;

create table event_shard (
    id smallint primary key
);
insert into event_shard select generate_series(0, 15);

-- Changes whenever what anybody waits for changes; each node compares it with what it knows.
create sequence event_interest_version;
create table event_interest (
    version bigint not null
);
insert into event_interest values (nextval('event_interest_version'));


--changeset cadenza:event-3
-- How fast signals fade: each is worth half of it after so many days; null where they do not.
create table score_setting (
    only_one       boolean primary key default true check (only_one),
    half_life_days integer
);
insert into score_setting default values;

-- What the signals of a lead say together, as it is contained in lead.score. The rest of the score was set by hand or
-- imported. Written only by whoever has locked the lead's shard.
create table lead_signal_score (
    lead_id uuid primary key references lead on delete cascade,
    points  integer not null,
    shard   smallint generated always as (get_byte(uuid_send(lead_id), 15) & 15) stored
);
create index lead_signal_score_shard on lead_signal_score (shard, lead_id);

-- How far the scores of a shard have been brought to a day: scored_on is done, pass_on is under way up to pass_after.
alter table event_shard add column scored_on date;
alter table event_shard add column pass_on date;
alter table event_shard add column pass_after uuid;


--changeset cadenza:event-4
-- What is old enough to be removed lies together, as events come in the order of time.
create index lead_event_recorded on lead_event using brin (recorded_at);


--changeset cadenza:event-5
-- Of events that took effect but for one of those who act on them: what that one has still to do. Nothing else waits for it.
create table lead_event_rest (
    event_id uuid        not null references lead_event on delete cascade,
    part     text        not null,
    attempts integer     not null default 0,
    retry_at timestamptz not null,
    error    text        not null,
    -- Tried in vain too often; waits for a person.
    failed   boolean     not null default false,
    primary key (event_id, part)
);
create index lead_event_rest_due on lead_event_rest (retry_at) where not failed;
create index lead_event_rest_failed on lead_event_rest (event_id) where failed;
