/** Amazon EKS: {@link dev.onboard4j.eks.EksCluster} names a cluster, the engine does the rest. */
@NullMarked
package dev.onboard4j.eks;

import org.jspecify.annotations.NullMarked;
