--liquibase formatted sql

--changeset cadenza:message-1
create table sender_account (
    id           uuid primary key,
    channel      text        not null default 'EMAIL',
    -- The account at a provider that it sends through; null for the installation's own mail server. The sender of a
    -- channel other than e-mail has that channel's id and no address.
    channel_config_id uuid references channel_config,
    email        text unique,
    display_name text,
    reply_to     text,
    active       boolean     not null default true,
    daily_limit  integer,
    gap_seconds  integer     not null default 0,
    timezone     text        not null default 'UTC',
    -- The pace of today: which day it is at the sender's place, how many went out on it, when the next may go.
    pace_day     date,
    pace_sent    integer     not null default 0,
    pace_next_at timestamptz,
    -- When the latest message was handed over, where there is a gap to keep.
    pace_last_at timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      integer     not null default 0,
    check (channel <> 'EMAIL' or email is not null)
) with (fillfactor = 50);

-- A lane is the queue of messages that share a sender and a pace: one for each sender and campaign, and one for each
-- sender's messages that belong to no campaign.
create table lane (
    id                uuid primary key,
    sender_account_id uuid        not null references sender_account,
    owner_id          uuid,
    held              boolean     not null default false,
    daily_limit       integer,
    gap_seconds       integer     not null default 0,
    window_start      time,
    window_end        time,
    window_days       text[],
    timezone          text        not null default 'UTC',
    -- Whether the window is read in each lead's own timezone, where it is known.
    lead_timezone     boolean     not null default false,
    track_opens       boolean     not null default true,
    track_clicks      boolean     not null default true,
    consent_required  boolean     not null default false,
    pace_day          date,
    pace_sent         integer     not null default 0,
    pace_next_at      timestamptz,
    pace_last_at      timestamptz,
    created_at        timestamptz not null
) with (fillfactor = 50);
create unique index lane_of_owner on lane (sender_account_id, owner_id) where owner_id is not null;
create unique index lane_of_sender on lane (sender_account_id) where owner_id is null;
create index lane_owner on lane (owner_id);

-- One row for each message, in or out. fillfactor and indexes are chosen so that fencing and recording update rows in
-- place (heap-only tuples): no index names state, and of the columns that change on the way out only pending,
-- attention and scheduled_for are indexed, which change when a message is claimed, put back or fails.
create table message (
    id                uuid primary key,
    direction         text        not null check (direction in ('OUTBOUND', 'INBOUND')),
    channel           text        not null,
    lead_id           uuid,
    owner_id          uuid,
    journey_id        uuid,
    enrollment_id     uuid,
    step_id           text,
    iteration         integer     not null default 0,
    draft_id          uuid,
    -- The message of the same enrollment before this one, and the shortest time after it.
    previous_id       uuid,
    delay_seconds     bigint,
    lane_id           uuid,
    sender_account_id uuid,
    address           text        not null,
    -- Content of messages without a draft; with one, the draft holds what is sent.
    subject           text,
    body_html         text,
    body_text         text,
    -- A text that the provider has approved, in place of body_text where that may not go.
    content_template  jsonb,
    in_reply_to       uuid,
    state             text        not null check (state in ('QUEUED', 'CLAIMED', 'SENDING', 'SENT', 'FAILED', 'UNKNOWN',
        'BOUNCED', 'CANCELLED', 'SUPPRESSED', 'SKIPPED', 'RECEIVED')),
    pending           boolean     not null default false,
    -- Failed or of unknown outcome: a person may want to look at it.
    attention         boolean     not null default false,
    scheduled_for     timestamptz,
    timezone          text,
    -- The claim under which this message was last taken; kept after it was sent, cleared when it is queued again.
    claim_id          uuid,
    attempt           integer     not null default 0,
    fenced_at         timestamptz,
    sent_at           timestamptz,
    delivered_at      timestamptz,
    opened_at         timestamptz,
    clicked_at        timestamptz,
    bounced_at        timestamptz,
    -- Why the lead left while this message was being handed over: it is not tried again.
    withdrawn         text,
    provider_id       text,
    error             text,
    created_at        timestamptz not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create unique index message_intent on message (enrollment_id, step_id, iteration)
    where enrollment_id is not null and direction = 'OUTBOUND';
create index message_due on message (lane_id, scheduled_for) where pending;
create index message_attention on message (id) where attention;
create index message_lead on message (lead_id, created_at);
create index message_owner_step on message (owner_id, step_id);

-- A node that sends, alive until lease_until (the database's clock).
create table outbox_node (
    node        text primary key,
    lease_until timestamptz not null
);

-- What one node took from one lane in one go. Recovery finds a dead node's messages here, so messages need no index
-- for it. Done claims are the worklist of the roll-up into lead.last_message_sent_at, which deletes them.
create table outbox_claim (
    id             uuid primary key,
    node           text        not null,
    lane_id        uuid        not null,
    owner_id       uuid,
    message_ids    uuid[]      not null,
    -- Whether slots were taken on the lane and on the sender; where not, the roll-up counts what was sent.
    lane_counted   boolean     not null,
    sender_counted boolean     not null,
    created_at     timestamptz not null,
    done_at        timestamptz
);
create index outbox_claim_open on outbox_claim (owner_id) where done_at is null;
create index outbox_claim_done on outbox_claim (done_at, id) where done_at is not null;

create table suppression (
    id         uuid primary key,
    channel    text        not null,
    -- Or, where somebody was erased, a keyed hash of it.
    address    text        not null,
    reason     text        not null check (reason in ('UNSUBSCRIBED', 'BOUNCED', 'COMPLAINED', 'MANUAL', 'ERASED')),
    lead_id    uuid,
    detail     text,
    created_at timestamptz not null,
    unique (channel, address)
);

-- Whether anything is handed over at all, on any node. Shut where the database turns out to be a restored one.
create table outbox_gate (
    only_row    boolean primary key default true check (only_row),
    -- The database that this row was written in: server, database, timeline.
    written_in  text,
    held        boolean not null default false,
    held_since  timestamptz,
    -- What the database has forgotten happened in this time. Kept after the release for what follows from it.
    lost_from   timestamptz,
    lost_until  timestamptz,
    released_at timestamptz,
    released_by text
);
insert into outbox_gate default values;
-- Where leads are reached beside their e-mail address, and when they last wrote to us there.
create table contact_point (
    channel           text        not null,
    address           text        not null,
    lead_id           uuid        not null references lead on delete cascade,
    channel_config_id uuid references channel_config on delete set null,
    last_inbound_at   timestamptz,
    created_at        timestamptz not null,
    primary key (channel, address)
);
create index contact_point_lead on contact_point (lead_id);

-- Browsers in which leads allowed notifications (Push API).
create table push_device (
    endpoint          text primary key,
    lead_id           uuid        not null references lead on delete cascade,
    channel_config_id uuid        not null references channel_config on delete cascade,
    p256dh            text        not null,
    auth              text        not null,
    user_agent        text,
    created_at        timestamptz not null
);
create index push_device_lead on push_device (lead_id);

--changeset cadenza:message-replied-at
-- When the first reply to it came in.
alter table message add column replied_at timestamptz;
