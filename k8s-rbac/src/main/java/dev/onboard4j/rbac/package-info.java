/** The Kubernetes half: RBAC as data, compared and reconciled as the API server itself would. */
@NullMarked
package dev.onboard4j.rbac;

import org.jspecify.annotations.NullMarked;
