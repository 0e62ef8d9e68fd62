package dev.cadenza.card;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Business cards, drawn: in many layouts, faces and colours, always the same for the same random numbers. */
record DrawnCard(Person person, BufferedImage image, String layout) {

    private static final String[] LAYOUTS = {"left", "centred", "right", "company first", "two columns", "dark",
        "panel", "footer", "labelled", "coloured"};

    private record Ink(String text, int size, boolean bold, Color color) {
    }

    static DrawnCard any(Random random) {
        return of(Person.any(random), random);
    }

    static DrawnCard of(Person person, Random random) {
        String layout = LAYOUTS[random.nextInt(LAYOUTS.length)];
        Typefaces.Family face = Typefaces.ALL.get(random.nextInt(Typefaces.ALL.size()));
        boolean dark = layout.equals("dark");
        Color paper = dark ? new Color(20 + random.nextInt(30), 25 + random.nextInt(35), 40 + random.nextInt(50))
                : layout.equals("coloured") ? new Color(200 + random.nextInt(55), 200 + random.nextInt(55), 190
                        + random.nextInt(60)) : new Color(250, 250, 250 - random.nextInt(12));
        Color text = dark ? new Color(240, 240, 235) : new Color(random.nextInt(50), random.nextInt(50),
                random.nextInt(60));
        Color accent = dark ? new Color(250, 205, 120) : new Color(random.nextInt(130), random.nextInt(90), 60
                + random.nextInt(120));
        BufferedImage image = new BufferedImage(1050, 600, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(paper);
        pen.fillRect(0, 0, 1050, 600);
        new DrawnCard(person, image, layout).draw(pen, face, text, accent, random);
        pen.dispose();
        return new DrawnCard(person, image, layout + ", " + face.name() + ", " + person.language());
    }

    private void draw(Graphics2D pen, Typefaces.Family face, Color text, Color accent, Random random) {
        int base = 22 + random.nextInt(6);
        Ink name = new Ink(random.nextInt(8) == 0 ? person.name().toUpperCase() : person.name(), base + 14, true, text);
        Ink title = new Ink(person.title(), base + 1, false, accent);
        Ink company = new Ink(person.company(), base + 8, true, accent);
        List<Ink> who = layout.equals("company first") || random.nextInt(4) == 0 ? List.of(company, name, title)
                : List.of(name, title, company);
        List<Ink> reach = contacts(base, text, layout.equals("labelled") || random.nextBoolean(), random);
        List<Ink> place = address(base, text, random);
        int x = 70;
        int y = 80;
        switch (layout) {
            case "two columns" -> {
                int below = lines(pen, face, who, x, y, 0) + 60;
                lines(pen, face, reach, x, Math.max(below, 300), 0);
                lines(pen, face, place, 640, Math.max(below, 300), 0);
            }
            case "panel" -> {
                pen.setColor(accent.darker());
                pen.fillRect(0, 0, 330, 600);
                lines(pen, face, List.of(new Ink(initials(person.company()), 110, true, Color.WHITE)), 165, 330, 1);
                lines(pen, face, joined(who, reach, place), 370, 80, 0);
            }
            case "footer" -> {
                lines(pen, face, who, x, y, 0);
                pen.setColor(accent);
                pen.setStroke(new BasicStroke(3));
                pen.drawLine(60, 330, 990, 330);
                lines(pen, face, joined(reach, place), x, 380, 0);
            }
            case "centred" -> lines(pen, face, joined(who, reach, place), 525, 70, 1);
            case "right" -> lines(pen, face, joined(who, reach, place), 980, 70, 2);
            default -> lines(pen, face, joined(who, reach, place), x, 70, 0);
        }
    }

    private List<Ink> contacts(int base, Color color, boolean labelled, Random random) {
        List<Ink> lines = new ArrayList<>();
        String[][] labels = {{"Tel. ", "Mobil ", "E-Mail "}, {"T ", "M ", "E "}, {"Phone: ", "Mobile: ", "Email: "}};
        String[] label = labelled ? labels[random.nextInt(labels.length)] : new String[] {"", "", ""};
        if (random.nextInt(3) > 0) {
            lines.add(new Ink(label[0] + person.phone(), base, false, color));
        }
        lines.add(new Ink(label[1] + person.mobile(), base, false, color));
        lines.add(new Ink(label[2] + person.email(), base, false, color));
        lines.add(new Ink(person.website(), base, false, color));
        if (!person.linkedin().isEmpty()) {
            lines.add(new Ink(person.linkedin(), base, false, color));
        }
        return lines;
    }

    private List<Ink> address(int base, Color color, Random random) {
        if (layout.equals("two columns") || random.nextBoolean()) {
            return person.address().stream().map(line -> new Ink(line, base, false, color)).toList();
        }
        return List.of(new Ink(String.join(", ", person.address()), base, false, color));
    }

    @SafeVarargs
    private static List<Ink> joined(List<Ink>... parts) {
        List<Ink> all = new ArrayList<>();
        for (List<Ink> part : parts) {
            if (!all.isEmpty()) {
                all.add(new Ink("", 14, false, Color.BLACK));
            }
            all.addAll(part);
        }
        return all;
    }

    private static String initials(String company) {
        return company.substring(0, 1);
    }

    /** @param align 0 left, 1 centred, 2 right of x; returns the next free line */
    private static int lines(Graphics2D pen, Typefaces.Family face, List<Ink> lines, int x, int y, int align) {
        for (Ink line : lines) {
            Font font = (line.bold ? face.bold() : face.plain()).deriveFont((float) line.size);
            pen.setFont(font);
            pen.setColor(line.color);
            int width = pen.getFontMetrics().stringWidth(line.text);
            pen.drawString(line.text, align == 0 ? x : align == 1 ? x - width / 2 : x - width, y);
            y += (int) (line.size * 1.5);
        }
        return y;
    }
}
