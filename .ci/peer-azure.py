"""Azure's own clients look at what the command line wrote, and change it as another tool does.

usage: peer-azure.py ADDRESS onboarded|change|restore|gone
"""

import sys
import time
import urllib.parse
import uuid

import requests
from azure.core.credentials import AccessToken
from azure.core.exceptions import ResourceNotFoundError
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.containerservice import ContainerServiceClient
from azure.mgmt.msi import ManagedServiceIdentityClient

ADDRESS, STEP = sys.argv[1:]
SUBSCRIPTION = "11111111-2222-4333-8444-555555555555"
APP = "CAST.AI prod-3b1a9f20"
ROLE = "CastAKSRole-3b1a9f20"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
IDENTITY = ("production", "prod-castai-identity")


class Credential:
    def get_token(self, *scopes, **more):
        return AccessToken("another-tool", int(time.time()) + 3600)


def client(kind):
    return kind(Credential(), SUBSCRIPTION, base_url=ADDRESS, credential_scopes=["any/.default"])


def graph(path, **query):
    reply = requests.get(
        f"{ADDRESS}/v1.0/{path}?{urllib.parse.urlencode(query)}",
        headers={"Authorization": "Bearer another-tool"},
        timeout=10,
    )
    reply.raise_for_status()
    return reply.json()


def applications():
    return graph("applications", **{"$filter": f"displayName eq '{APP}'"})["value"]


authorization = client(AuthorizationManagementClient)
containers = client(ContainerServiceClient)
identities = client(ManagedServiceIdentityClient)
# The clients send no token over plain http unless they are told to.
http = {"enforce_https": False}
cluster = containers.managed_clusters.get("production", "prod", **http)
groups = [f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{name}"
          for name in ("production", cluster.node_resource_group)]


def roles():
    return list(authorization.role_definitions.list(groups[0], filter=f"roleName eq '{ROLE}'", **http))


def assignments(group):
    return [one for one in authorization.role_assignments.list_for_scope(group, **http)
            if one.scope.lower() == group.lower()]


def principal():
    app = applications()[0]
    return graph(f"servicePrincipals(appId='{app['appId']}')")


def onboarded():
    [role] = roles()
    assert role.role_type == "CustomRole", role.role_type
    assert {s.lower() for s in role.assignable_scopes} == {g.lower() for g in groups}
    [permission] = role.permissions
    assert "Microsoft.Compute/virtualMachineScaleSets/*" in permission.actions, permission.actions
    assert not permission.not_actions and not permission.data_actions
    for group in groups:
        [one] = assignments(group)
        assert one.principal_id == principal()["id"], one.principal_id
        assert one.principal_type == "ServicePrincipal"
        assert one.role_definition_id.endswith(role.name)
        assert authorization.role_assignments.get(group, one.name, **http).id == one.id
    [app] = applications()
    assert app["signInAudience"] == "AzureADMyOrg" and not app["passwordCredentials"]
    [trust] = graph(f"applications/{app['id']}/federatedIdentityCredentials")["value"]
    assert trust["issuer"] == "https://accounts.google.com"
    assert trust["subject"] == "104001234567890123456"
    assert trust["audiences"] == ["api://AzureADTokenExchange"]
    try:
        identities.user_assigned_identities.get(*IDENTITY, **http)
        raise AssertionError("an identity although an app was asked for")
    except ResourceNotFoundError:
        pass


def change():
    [role] = roles()
    role.permissions[0].actions.append("Microsoft.Compute/disks/write")
    role.permissions[0].actions.remove("Microsoft.Compute/virtualMachineScaleSets/*")
    role.description = "changed by another tool: " + role.description
    authorization.role_definitions.create_or_update(groups[0], role.name, role, **http)
    [one] = assignments(groups[1])
    authorization.role_assignments.delete(groups[1], one.name, **http)
    authorization.role_assignments.create(
        groups[0],
        str(uuid.uuid4()),
        assignment(principal()["id"]),
        **http,
    )


def assignment(holder):
    return authorization.role_assignments.models.RoleAssignmentCreateParameters(
        role_definition_id=f"/subscriptions/{SUBSCRIPTION}/providers/"
                           f"Microsoft.Authorization/roleDefinitions/{READER}",
        principal_id=holder,
        principal_type="ServicePrincipal",
    )


def restore():
    for one in assignments(groups[0]):
        if one.role_definition_id.endswith(READER):
            authorization.role_assignments.delete(groups[0], one.name, **http)


def gone():
    assert not roles() and not applications()
    for group in groups:
        assert not assignments(group), group


{"onboarded": onboarded, "change": change, "restore": restore, "gone": gone}[STEP]()
