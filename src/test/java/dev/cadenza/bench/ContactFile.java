package dev.cadenza.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A believable export of contacts: people in no order, a phone number for four of five, some cells in quotation marks,
 * some with umlauts, and columns that are no field of a lead.
 */
final class ContactFile {

    /** Which columns a file has, and in which order. */
    enum Layout {
        /** Ten columns, of which one is no field of a lead. */
        PLAIN("First Name", "Last Name", "Email", "Phone", "Company", "Job Title", "LinkedIn URL", "City", "Country",
                "Industry"),
        /** What HubSpot exports of contacts. */
        HUBSPOT("Record ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number",
                "Contact owner", "Lead Status", "Job Title", "Associated Company", "Country/Region", "City",
                "Time Zone", "Website URL", "LinkedIn URL", "Number of Employees", "Create Date"),
        /** What Apollo exports of contacts. */
        APOLLO("First Name", "Last Name", "Title", "Company", "Company Name for Emails", "Email", "Email Status",
                "Secondary Email", "Work Direct Phone", "Mobile Phone", "Corporate Phone", "# Employees", "Industry",
                "Person Linkedin Url", "Website", "City", "Country", "Company City");

        private final String[] columns;

        Layout(String... columns) {
            this.columns = columns;
        }

        int width() {
            return columns.length;
        }
    }

    private static final String[] FIRST = {"Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hans", "Ines",
        "Jonas", "Karla", "Lukas", "Mia", "Noah", "Olivia", "Paul", "Quinn", "Rosa", "Simon", "Tina", "Ulrich", "Vera",
        "Walter", "Xenia", "Yannick", "Zoe", "Aisha", "Boris", "Chiara", "Diego"};
    private static final String[] LAST = {"Meyer", "Schmidt", "Fischer", "Weber", "Wagner", "Becker", "Schulz",
        "Hoffmann", "Koch", "Richter", "Klein", "Wolf", "Neumann", "Schwarz", "Braun", "Hofmann", "Zimmermann",
        "Hartmann", "Lange", "Krause", "Smith", "Jones", "Taylor", "Brown", "Wilson", "Evans", "Rossi", "Garcia",
        "Novak", "Jensen"};
    private static final String[] COMPANY = {"Acme", "Globex", "Initech", "Umbrella", "Hooli", "Vehement",
        "Massive Dynamic", "Stark Industries", "Wayne Enterprises", "Tyrell", "Northwind", "Contoso"};
    private static final String[] LEGAL = {" GmbH", " AG", " Ltd", ", Inc.", " & Co. KG", " SE", " BV"};
    private static final String[] TITLE = {"Head of Marketing", "CEO", "CTO", "Sales Manager", "Account Executive",
        "VP Engineering", "Procurement Lead", "Managing Director"};
    private static final String[] CITY = {"Berlin", "Hamburg", "München", "London", "Paris", "Zürich", "Wien",
        "Madrid", "Amsterdam", "Leipzig"};
    private static final String[] COUNTRY = {"Germany", "France", "United Kingdom", "Austria", "Spain", "Netherlands"};
    private static final String[] OWNER = {"Sam Seller", "Paula Partner", "Kim Key"};
    private static final String[] STAGE = {"New", "Open", "In progress", "Attempted to contact", "Connected"};
    private static final String[] ZONE = {"Europe/Berlin", "Europe/Paris", "Europe/London", "Europe/Vienna"};
    private static final String[] INDUSTRY = {"Software", "Retail", "Manufacturing", "Health Care", "Logistics",
        "Financial Services"};

    private ContactFile() {
    }

    /** @param seed files of different seeds have no person in common */
    static void write(Path file, Layout layout, int rows, int seed) throws IOException {
        Random random = new Random(seed);
        int[] people = shuffled(rows, random);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(String.join(",", layout.columns));
            out.write("\r\n");
            for (int person : people) {
                out.write(row(layout, person, seed, random));
            }
        }
    }

    private static String row(Layout layout, int person, int seed, Random random) {
        String first = pick(FIRST, random);
        String last = pick(LAST, random);
        String name = pick(COMPANY, random);
        String legal = name + pick(LEGAL, random);
        String company = legal.indexOf(',') < 0 ? legal : '"' + legal + '"';
        String slug = (first + "." + last + seed + person).toLowerCase(Locale.ROOT);
        String domain = name.toLowerCase(Locale.ROOT).replace(' ', '-') + random.nextInt(500) + ".example.com";
        String email = slug + '@' + domain;
        String phone = random.nextInt(5) == 0 ? "" : "+49 30 " + (10_000_000 + seed * 10_000_000 + person);
        String linkedIn = "https://www.linkedin.com/in/" + slug.replace('.', '-');
        String website = "https://www." + domain;
        String[] cells = switch (layout) {
            case PLAIN -> new String[] {first, last, email, phone, company, pick(TITLE, random), linkedIn,
                pick(CITY, random), pick(COUNTRY, random), pick(INDUSTRY, random)};
            case HUBSPOT -> new String[] {String.valueOf(90_000_000_000L + person), first, last, email, phone, "",
                pick(OWNER, random), pick(STAGE, random), pick(TITLE, random), company, pick(COUNTRY, random),
                pick(CITY, random), pick(ZONE, random), website, linkedIn, String.valueOf(random.nextInt(5_000)),
                "2025-%02d-%02d %02d:%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28),
                        random.nextInt(24), random.nextInt(60))};
            case APOLLO -> new String[] {first, last, pick(TITLE, random), company, name, email, "Verified", "", phone,
                "", "'+49 30 " + (1_000_000 + random.nextInt(1_000)), String.valueOf(random.nextInt(5_000)),
                pick(INDUSTRY, random), linkedIn, website, pick(CITY, random), pick(COUNTRY, random),
                pick(CITY, random)};
        };
        return String.join(",", cells) + "\r\n";
    }

    private static int[] shuffled(int rows, Random random) {
        int[] people = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            people[i] = people[j];
            people[j] = i;
        }
        return people;
    }

    private static String pick(String[] words, Random random) {
        return words[random.nextInt(words.length)];
    }
}
