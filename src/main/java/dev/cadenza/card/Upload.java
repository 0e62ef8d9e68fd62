package dev.cadenza.card;

import java.io.IOException;
import java.io.InputStream;

/** A file that somebody sends. It can be read more than once. */
interface Upload {

    String name();

    long size();

    InputStream open() throws IOException;
}
