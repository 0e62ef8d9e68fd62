--liquibase formatted sql

--changeset cadenza:campaign-1
create table campaign (
    id                uuid primary key,
    name              text        not null,
    description       text,
    status            text        not null
        check (status in ('DRAFT', 'SCHEDULED', 'RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED')),
    list_id           uuid references lead_list,
    segment_id        uuid references segment,
    sender_account_id uuid references sender_account,
    review_mode       text        not null default 'NONE' check (review_mode in ('NONE', 'FIRST_STEP', 'EVERY_STEP')),
    scheduled_at      timestamptz,
    journey_id        uuid references journey,
    process_instance_id text,
    created_by        text,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    started_at        timestamptz,
    ended_at          timestamptz,
    -- Leads came into the audience since it was last enrolled.
    audience_grew     boolean     not null default false,
    version           integer     not null default 0
);

create table campaign_step (
    id          uuid primary key,
    campaign_id uuid    not null references campaign on delete cascade,
    position    integer not null,
    type        text    not null,
    name        text,
    template_id uuid references template,
    subject     text,
    body        text,
    delay       text,
    channel_id  uuid references channel_config,
    -- Where the message goes for leads that have no address on its own channel.
    fallback_type       text,
    fallback_channel_id uuid references channel_config,
    -- A text that WhatsApp has approved, with a template for each of its places.
    content_sid         text,
    content_variables   jsonb,
    unique (campaign_id, position) deferrable initially deferred
);

create table campaign_settings (
    campaign_id       uuid primary key references campaign on delete cascade,
    send_window_start time    not null default '09:00',
    send_window_end   time    not null default '18:00',
    send_days         text[]  not null default '{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY}',
    timezone          text    not null default 'UTC',
    lead_timezone     boolean not null default false,
    daily_limit       integer          default 50,
    gap_seconds       integer not null default 120,
    cohort_size       integer not null default 500,
    enroll_added      boolean not null default true,
    rejected_leads    text    not null default 'CONTINUE',
    track_opens       boolean not null default true,
    track_clicks      boolean not null default true,
    consent_required  boolean not null default false,
    version           integer not null default 0
);

--changeset cadenza:campaign-2
-- Drafts that are generated before the launch, and campaigns that end in a CSV file (requirement 4, email_campaigns).
alter table campaign
    drop constraint campaign_status_check,
    add constraint campaign_status_check check (status in ('DRAFT', 'GENERATING', 'READY', 'EXPORTED', 'SCHEDULED',
        'RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED')),
    add column brief text,
    add column generated_at timestamptz,
    add column exported_at timestamptz,
    add column export_count integer not null default 0;
alter table campaign_settings add column export_at_end boolean not null default false;

--changeset cadenza:campaign-assistant-1
-- The conversation with the assistant that the campaign comes from. One conversation gives one campaign.
alter table campaign add column conversation_id uuid references assistant_conversation on delete set null;
create unique index campaign_conversation on campaign (conversation_id) where conversation_id is not null;
