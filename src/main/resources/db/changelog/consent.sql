--liquibase formatted sql

--changeset cadenza:consent-1
-- Who agreed to what, or took it back, when, and how that is known. Rows are added and never changed.
create table consent (
    id          uuid primary key,
    lead_id     uuid        not null,
    channel     text        not null,
    granted     boolean     not null,
    source      text        not null check (source in ('API', 'IMPORT', 'DOUBLE_OPT_IN', 'UNSUBSCRIBE', 'COMPLAINT')),
    evidence    text,
    recorded_by text,
    -- When the person said so, and when that was written down.
    at          timestamptz not null,
    recorded_at timestamptz not null
);
create index consent_lead on consent (lead_id, channel);

-- What holds now: the entry with the latest time. The outbox looks here in the statements that queue and fence.
create table consent_state (
    lead_id uuid        not null,
    channel text        not null,
    granted boolean     not null,
    at      timestamptz not null,
    primary key (lead_id, channel)
);

--changeset cadenza:consent-2 splitStatements:false
create function consent_recorded() returns trigger language plpgsql as $$
begin
    insert into consent_state (lead_id, channel, granted, at)
    select distinct on (lead_id, channel) lead_id, channel, granted, at from added
    order by lead_id, channel, at desc, id desc
    on conflict (lead_id, channel) do update set granted = excluded.granted, at = excluded.at
        where consent_state.at <= excluded.at;
    return null;
end $$;
create trigger consent_recorded after insert on consent referencing new table as added
    for each statement execute function consent_recorded();

create function consent_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('cadenza.erasing', true) = 'on' then
        return old;
    end if;
    raise exception 'The ledger of consents is only added to';
end $$;
create trigger consent_stays before update or delete on consent for each row execute function consent_stays();

--changeset cadenza:consent-3
-- A promise that comes with an imported file: everybody in it has agreed, and how that is known.
create table import_consent (
    import_id   uuid primary key,
    channel     text        not null,
    evidence    text        not null,
    recorded_by text,
    at          timestamptz not null,
    kept_at     timestamptz,
    granted     integer
);

create table opt_in (
    id                  uuid primary key,
    lead_id             uuid        not null,
    channel             text        not null,
    address             text        not null,
    sender_account_id   uuid        not null,
    status              text        not null check (status in ('ASKED', 'CONFIRMED', 'EXPIRED')),
    process_instance_id text,
    message_id          uuid,
    consent_id          uuid,
    asked_by            text,
    asked_at            timestamptz not null,
    expires_at          timestamptz not null,
    confirmed_at        timestamptz,
    evidence            text
);
create index opt_in_lead on opt_in (lead_id);
