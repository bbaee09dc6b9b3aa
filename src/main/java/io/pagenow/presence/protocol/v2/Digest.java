package io.pagenow.presence.protocol.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.model.Profile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest of texts and numbers. The length of each text is part of it. Not thread-safe. */
public final class Digest {

  private final MessageDigest bytes;

  public Digest() {
    try {
      bytes = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  public Digest add(long number) {
    bytes.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    return this;
  }

  public Digest add(String text) {
    byte[] encoded = text.getBytes(UTF_8);
    add(encoded.length);
    bytes.update(encoded);
    return this;
  }

  /** Adds the id and the names of a user, and the extension of the profile image. */
  public Digest add(Profile profile) {
    return add(profile.user().value())
        .add(profile.firstName())
        .add(profile.lastName())
        .add(String.valueOf(profile.imageExtension()));
  }

  /** Returns 32 bytes. The digest is empty afterwards. */
  public byte[] end() {
    return bytes.digest();
  }
}
