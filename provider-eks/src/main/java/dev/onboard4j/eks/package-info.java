/** Amazon EKS: {@link dev.onboard4j.eks.EksCluster} identifies a cluster. */
@NullMarked
package dev.onboard4j.eks;

import org.jspecify.annotations.NullMarked;
