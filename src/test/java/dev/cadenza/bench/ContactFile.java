package dev.cadenza.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A believable export of contacts: ten columns, people in no order, a phone number for four of five, some cells in
 * quotation marks, some with umlauts, one column that is no field of a lead.
 */
final class ContactFile {

    static final String[] COLUMNS = {"First Name", "Last Name", "Email", "Phone", "Company", "Job Title",
        "LinkedIn URL", "City", "Country", "Industry"};

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
    private static final String[] INDUSTRY = {"Software", "Retail", "Manufacturing", "Health Care", "Logistics",
        "Financial Services"};

    private ContactFile() {
    }

    /** @param seed files of different seeds have no person in common */
    static void write(Path file, int rows, int seed) throws IOException {
        Random random = new Random(seed);
        int[] people = shuffled(rows, random);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(String.join(",", COLUMNS));
            out.write("\r\n");
            for (int person : people) {
                out.write(row(person, seed, random));
            }
        }
    }

    private static String row(int person, int seed, Random random) {
        String first = pick(FIRST, random);
        String last = pick(LAST, random);
        String name = pick(COMPANY, random);
        String company = name + pick(LEGAL, random);
        String slug = (first + "." + last + seed + person).toLowerCase(Locale.ROOT);
        String domain = name.toLowerCase(Locale.ROOT).replace(' ', '-') + random.nextInt(500) + ".example.com";
        String phone = random.nextInt(5) == 0 ? "" : "+49 30 " + (10_000_000 + seed * 10_000_000 + person);
        return first + ',' + last + ',' + slug + '@' + domain + ',' + phone + ','
                + (company.indexOf(',') < 0 ? company : '"' + company + '"') + ',' + pick(TITLE, random)
                + ",https://www.linkedin.com/in/" + slug.replace('.', '-') + ',' + pick(CITY, random) + ','
                + pick(COUNTRY, random) + ',' + pick(INDUSTRY, random) + "\r\n";
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
