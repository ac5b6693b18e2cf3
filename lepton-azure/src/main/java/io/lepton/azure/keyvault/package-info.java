/**
 * Keys of Azure Key Vault: {@link io.lepton.azure.keyvault.KeyVaultKeys} finds them by their URI.
 * The SDK's client of it, {@code azure-security-keyvault-keys}, is an optional dependency.
 */
@NullMarked
package io.lepton.azure.keyvault;

import org.jspecify.annotations.NullMarked;
