"""Looks at a moto server with boto3, and changes it by hand."""

import sys
import urllib.request

import boto3

moto, what = sys.argv[1:]
client = dict(
    endpoint_url=moto, region_name="eu-west-1", aws_access_key_id="any", aws_secret_access_key="any"
)
iam, ec2, eks = (boto3.client(name, **client) for name in ("iam", "ec2", "eks"))
ROLE = "cast-eks-peer-cluster-role-3b1a9f20"
NODES = "cast-peer-eks-3b1a9f20"


def attached(role):
    policies = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    return sorted(policy["PolicyName"] for policy in policies)


def groups():
    found = ec2.describe_security_groups(
        Filters=[{"Name": "group-name", "Values": ["cast-peer-cluster/CastNodeSecurityGroup"]}]
    )
    return found["SecurityGroups"]


if what == "cluster":
    urllib.request.urlopen(urllib.request.Request(moto + "/moto-api/reset", method="POST"))
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    eks.create_cluster(
        name="peer",
        roleArn="arn:aws:iam::123456789012:role/eks",
        resourcesVpcConfig={"subnetIds": [subnet]},
    )
elif what == "onboarded":
    trust = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Principal"]["AWS"] == ["arn:aws:iam::111122223333:user/cast-crossrole"], trust
    assert "sts:ExternalId" in trust["Condition"]["StringEquals"], trust
    assert attached(ROLE) == ["AmazonEC2ReadOnlyAccess", "CastEKSPolicy", "IAMReadOnlyAccess"]
    assert attached(NODES) == [
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
    ]
    inline = iam.get_role_policy(RoleName=ROLE, PolicyName="CastEKSRestrictedAccess")
    assert len(inline["PolicyDocument"]["Statement"]) == 8, inline
    profile = iam.get_instance_profile(InstanceProfileName=NODES)["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == [NODES], profile
    (group,) = groups()
    (rule,) = group["IpPermissions"]
    assert rule["UserIdGroupPairs"][0]["GroupId"] == group["GroupId"], rule
elif what == "change":
    iam.detach_role_policy(
        RoleName=NODES, PolicyArn="arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
    )
elif what == "gone":
    names = [role["RoleName"] for role in iam.list_roles()["Roles"]]
    assert ROLE not in names and NODES not in names, names
    assert iam.list_policies(Scope="Local")["Policies"] == []
    assert iam.list_instance_profiles()["InstanceProfiles"] == []
    assert groups() == []
print("boto3 agrees:", what)
