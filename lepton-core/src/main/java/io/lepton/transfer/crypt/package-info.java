/**
 * Client-side encryption: a store around another store, in which every object is encrypted before
 * it leaves this process. {@link io.lepton.transfer.crypt.EncryptedStore} is that store, {@link
 * io.lepton.transfer.crypt.Keyring} holds the keys, {@link io.lepton.transfer.crypt.Envelope} says
 * how an encrypted object looks. The format is streaming AEAD of Google's Tink, with which the
 * tests read and write it too; keysets and what is noted beside an object are Tink's own. Tink is
 * an optional dependency of this module: add {@code com.google.crypto.tink:tink} to encrypt.
 */
@NullMarked
package io.lepton.transfer.crypt;

import org.jspecify.annotations.NullMarked;
