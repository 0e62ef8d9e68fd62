--liquibase formatted sql

-- Numbers of messages, drafts and enrollments that agree with their rows at every moment, and that no send has to wait
-- for: a statement that changes rows adds what it changed (docs/adr/0060), one row for all rows of a kind, in its own
-- transaction. From time to time such changes are added up. What is read is the sums and the changes, together.
-- 'epoch' stands for "not sent", '' for "no step": keys have no nulls.

--changeset cadenza:insight-1
create table message_change (
    owner_id   uuid        not null,
    step_id    text        not null,
    channel    text        not null,
    -- The quarter of an hour in which the messages were sent. All offsets from UTC in use are multiples of it.
    quarter    timestamptz not null,
    messages   bigint      not null,
    went       bigint      not null,
    follow_ups bigint      not null,
    sent       bigint      not null,
    delivered  bigint      not null,
    opened     bigint      not null,
    clicked    bigint      not null,
    replied    bigint      not null,
    bounced    bigint      not null,
    failed     bigint      not null,
    unknown    bigint      not null,
    cancelled  bigint      not null,
    suppressed bigint      not null,
    skipped    bigint      not null
);

create table message_tally (
    owner_id   uuid   not null,
    step_id    text   not null,
    channel    text   not null,
    messages   bigint not null,
    sent       bigint not null,
    delivered  bigint not null,
    opened     bigint not null,
    clicked    bigint not null,
    replied    bigint not null,
    bounced    bigint not null,
    failed     bigint not null,
    unknown    bigint not null,
    cancelled  bigint not null,
    suppressed bigint not null,
    skipped    bigint not null,
    primary key (owner_id, step_id, channel)
);

create table sent_tally (
    quarter    timestamptz not null,
    owner_id   uuid        not null,
    channel    text        not null,
    went       bigint      not null,
    follow_ups bigint      not null,
    delivered  bigint      not null,
    opened     bigint      not null,
    clicked    bigint      not null,
    replied    bigint      not null,
    bounced    bigint      not null,
    primary key (quarter, owner_id, channel)
);
create index sent_tally_owner on sent_tally (owner_id, quarter);

-- The same over all owners: what most people see, in a fraction of the rows.
create table sent_total_tally (
    quarter    timestamptz not null,
    channel    text        not null,
    went       bigint      not null,
    follow_ups bigint      not null,
    delivered  bigint      not null,
    opened     bigint      not null,
    clicked    bigint      not null,
    replied    bigint      not null,
    bounced    bigint      not null,
    primary key (quarter, channel)
);

create table draft_change (
    owner_id uuid        not null,
    step_id  text        not null,
    quarter  timestamptz not null,
    created  bigint      not null,
    approved bigint      not null,
    rejected bigint      not null
);

create table draft_tally (
    owner_id uuid        not null,
    step_id  text        not null,
    quarter  timestamptz not null,
    created  bigint      not null,
    approved bigint      not null,
    rejected bigint      not null,
    primary key (owner_id, quarter, step_id)
);

create table enrollment_change (
    owner_id uuid   not null,
    step_id  text   not null,
    status   text   not null,
    leads    bigint not null
);

create table enrollment_tally (
    owner_id uuid   not null,
    step_id  text   not null,
    status   text   not null,
    leads    bigint not null,
    primary key (owner_id, step_id, status)
);

create view message_numbers as
    select owner_id, step_id, channel, messages, sent, delivered, opened, clicked, replied, bounced, failed, unknown,
        cancelled, suppressed, skipped from message_tally
    union all
    select owner_id, step_id, channel, messages, sent, delivered, opened, clicked, replied, bounced, failed, unknown,
        cancelled, suppressed, skipped from message_change;

create view sent_numbers as
    select quarter, owner_id, channel, went, follow_ups, delivered, opened, clicked, replied, bounced from sent_tally
    union all
    select quarter, owner_id, channel, went, follow_ups, delivered, opened, clicked, replied, bounced
    from message_change where quarter <> 'epoch';

create view sent_total_numbers as
    select quarter, channel, went, follow_ups, delivered, opened, clicked, replied, bounced from sent_total_tally
    union all
    select quarter, channel, went, follow_ups, delivered, opened, clicked, replied, bounced
    from message_change where quarter <> 'epoch';

create view draft_numbers as
    select owner_id, step_id, quarter, created, approved, rejected from draft_tally
    union all
    select owner_id, step_id, quarter, created, approved, rejected from draft_change;

create view enrollment_numbers as
    select owner_id, step_id, status, leads from enrollment_tally
    union all
    select owner_id, step_id, status, leads from enrollment_change;

--changeset cadenza:insight-2 splitStatements:false
create function quarter_of(at timestamptz) returns timestamptz language sql immutable parallel safe as
$$ select coalesce(date_bin('15 minutes', at, timestamptz '2000-01-01 00:00:00+00'), timestamptz 'epoch') $$;

create function message_added() returns trigger language plpgsql as $$
begin
    insert into message_change
    select owner_id, coalesce(step_id, ''), channel, quarter_of(sent_at), count(*), count(sent_at),
        count(sent_at) filter (where previous_id is not null),
        count(*) filter (where state = 'SENT'),
        count(*) filter (where state = 'SENT' and (delivered_at is not null or channel = 'EMAIL')),
        count(opened_at), count(clicked_at), count(replied_at), count(*) filter (where state = 'BOUNCED'),
        count(*) filter (where state = 'FAILED'), count(*) filter (where state = 'UNKNOWN'),
        count(*) filter (where state = 'CANCELLED'), count(*) filter (where state = 'SUPPRESSED'),
        count(*) filter (where state = 'SKIPPED')
    from new_rows where owner_id is not null and direction = 'OUTBOUND' group by 1, 2, 3, 4;
    return null;
end $$;

-- Messages that wait before and after count nothing but that they are there, so that claiming and fencing add nothing.
create function message_changed() returns trigger language plpgsql as $$
begin
    insert into message_change
    select * from (
        select owner_id, coalesce(step_id, ''), channel, quarter_of(sent_at), 0,
            coalesce(sum(sign) filter (where sent_at is not null), 0) as went,
            coalesce(sum(sign) filter (where sent_at is not null and previous_id is not null), 0) as follow_ups,
            coalesce(sum(sign) filter (where state = 'SENT'), 0) as sent,
            coalesce(sum(sign) filter (where state = 'SENT' and (delivered_at is not null or channel = 'EMAIL')), 0)
                as delivered,
            coalesce(sum(sign) filter (where opened_at is not null), 0) as opened,
            coalesce(sum(sign) filter (where clicked_at is not null), 0) as clicked,
            coalesce(sum(sign) filter (where replied_at is not null), 0) as replied,
            coalesce(sum(sign) filter (where state = 'BOUNCED'), 0) as bounced,
            coalesce(sum(sign) filter (where state = 'FAILED'), 0) as failed,
            coalesce(sum(sign) filter (where state = 'UNKNOWN'), 0) as unknown,
            coalesce(sum(sign) filter (where state = 'CANCELLED'), 0) as cancelled,
            coalesce(sum(sign) filter (where state = 'SUPPRESSED'), 0) as suppressed,
            coalesce(sum(sign) filter (where state = 'SKIPPED'), 0) as skipped
        from (
            select 1 as sign, owner_id, direction, step_id, channel, state, previous_id, sent_at, delivered_at,
                opened_at, clicked_at, replied_at from new_rows
            union all
            select -1, owner_id, direction, step_id, channel, state, previous_id, sent_at, delivered_at,
                opened_at, clicked_at, replied_at from old_rows) rows
        where owner_id is not null and direction = 'OUTBOUND' and (state not in ('QUEUED', 'CLAIMED', 'SENDING')
            or sent_at is not null or opened_at is not null or clicked_at is not null or replied_at is not null)
        group by 1, 2, 3, 4) changed
    where (went, follow_ups, sent, delivered, opened, clicked, replied, bounced, failed, unknown, cancelled,
        suppressed, skipped) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    return null;
end $$;

create function draft_added() returns trigger language plpgsql as $$
begin
    insert into draft_change
    select owner_id, step_id, quarter, sum(created), sum(approved), sum(rejected) from (
        select owner_id, step_id, quarter_of(created_at) as quarter, 1 as created, 0 as approved, 0 as rejected
            from new_rows
        union all
        select owner_id, step_id, quarter_of(approved_at), 0, 1, 0 from new_rows where approved_at is not null
        union all
        select owner_id, step_id, 'epoch', 0, 0, 1 from new_rows where status = 'REJECTED') rows
    group by 1, 2, 3;
    return null;
end $$;

create function draft_changed() returns trigger language plpgsql as $$
begin
    insert into draft_change
    select owner_id, step_id, quarter, 0, sum(approved), sum(rejected) from (
        select owner_id, step_id, quarter_of(approved_at) as quarter, 1 as approved, 0 as rejected
            from new_rows where approved_at is not null
        union all
        select owner_id, step_id, quarter_of(approved_at), -1, 0 from old_rows where approved_at is not null
        union all
        select owner_id, step_id, 'epoch', 0, 1 from new_rows where status = 'REJECTED'
        union all
        select owner_id, step_id, 'epoch', 0, -1 from old_rows where status = 'REJECTED') rows
    group by 1, 2, 3 having sum(approved) <> 0 or sum(rejected) <> 0;
    return null;
end $$;

create function enrollment_added() returns trigger language plpgsql as $$
begin
    insert into enrollment_change
    select owner_id, coalesce(current_step, ''), status, count(*) from new_rows group by 1, 2, 3;
    return null;
end $$;

create function enrollment_changed() returns trigger language plpgsql as $$
begin
    insert into enrollment_change
    select owner_id, coalesce(current_step, ''), status, sum(sign) from (
        select 1 as sign, owner_id, current_step, status from new_rows
        union all
        select -1, owner_id, current_step, status from old_rows) rows
    group by 1, 2, 3 having sum(sign) <> 0;
    return null;
end $$;

--changeset cadenza:insight-3
-- The triggers lock their tables until this is committed, so nothing changes between them and the first count.
create trigger message_added after insert on message
    referencing new table as new_rows for each statement execute function message_added();
create trigger message_changed after update on message
    referencing old table as old_rows new table as new_rows for each statement execute function message_changed();
create trigger draft_added after insert on draft
    referencing new table as new_rows for each statement execute function draft_added();
create trigger draft_changed after update on draft
    referencing old table as old_rows new table as new_rows for each statement execute function draft_changed();
create trigger enrollment_added after insert on enrollment
    referencing new table as new_rows for each statement execute function enrollment_added();
create trigger enrollment_changed after update on enrollment
    referencing old table as old_rows new table as new_rows for each statement execute function enrollment_changed();

insert into message_change
select owner_id, coalesce(step_id, ''), channel, quarter_of(sent_at), count(*), count(sent_at),
    count(sent_at) filter (where previous_id is not null),
    count(*) filter (where state = 'SENT'),
    count(*) filter (where state = 'SENT' and (delivered_at is not null or channel = 'EMAIL')),
    count(opened_at), count(clicked_at), count(replied_at), count(*) filter (where state = 'BOUNCED'),
    count(*) filter (where state = 'FAILED'), count(*) filter (where state = 'UNKNOWN'),
    count(*) filter (where state = 'CANCELLED'), count(*) filter (where state = 'SUPPRESSED'),
    count(*) filter (where state = 'SKIPPED')
from message where owner_id is not null and direction = 'OUTBOUND' group by 1, 2, 3, 4;
-- Replies before there was message.replied_at: the latest message of the enrollment had the reply.
update message m set replied_at = e.replied_at from enrollment e
where m.id = e.last_message and e.replied_at is not null and m.replied_at is null;
insert into draft_change
select owner_id, step_id, quarter, sum(created), sum(approved), sum(rejected) from (
    select owner_id, step_id, quarter_of(created_at) as quarter, 1 as created, 0 as approved, 0 as rejected from draft
    union all
    select owner_id, step_id, quarter_of(approved_at), 0, 1, 0 from draft where approved_at is not null
    union all
    select owner_id, step_id, 'epoch', 0, 0, 1 from draft where status = 'REJECTED') rows
group by 1, 2, 3;
insert into enrollment_change
select owner_id, coalesce(current_step, ''), status, count(*) from enrollment group by 1, 2, 3;

--changeset cadenza:insight-4
-- Their rows come and go; how many there are at a moment says nothing of how many have gone.
alter table message_change set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table draft_change set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table enrollment_change set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

--changeset cadenza:insight-drafts-removed splitStatements:false
-- Drafts that were written before a launch can be thrown away: their numbers go with them.
create function draft_removed() returns trigger language plpgsql as $$
begin
    insert into draft_change
    select owner_id, step_id, quarter, -sum(created), -sum(approved), -sum(rejected) from (
        select owner_id, step_id, quarter_of(created_at) as quarter, 1 as created, 0 as approved, 0 as rejected
            from old_rows
        union all
        select owner_id, step_id, quarter_of(approved_at), 0, 1, 0 from old_rows where approved_at is not null
        union all
        select owner_id, step_id, 'epoch', 0, 0, 1 from old_rows where status = 'REJECTED') rows
    group by 1, 2, 3;
    return null;
end $$;
create trigger draft_removed after delete on draft
    referencing old table as old_rows for each statement execute function draft_removed();
