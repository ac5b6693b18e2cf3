/**
 * What a transfer uses and what that costs: requests by class at both sides, bytes that leave a
 * cloud, storage. The same figures before a run, foretold, and after it, measured. Start at {@link
 * io.lepton.transfer.account.TransferAccount}.
 */
@NullMarked
package io.lepton.transfer.account;

import org.jspecify.annotations.NullMarked;
