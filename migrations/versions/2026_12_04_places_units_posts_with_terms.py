"""places, units, posts with terms.

Revision ae33f14bc873, after c4a1f0e7d592; 2026-12-04.
"""

import sqlalchemy as sa
from alembic import op

revision = "ae33f14bc873"
down_revision = "c4a1f0e7d592"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("name", name=op.f("uq_units_name")),
    )
    op.create_table(
        "grid_areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_grid_areas_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["grid_areas.id"], name=op.f("fk_grid_areas_parent_id_grid_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_areas")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_grid_areas_community_id_name")),
    )
    with op.batch_alter_table("grid_areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grid_areas_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "buildings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_buildings_compound_id_compounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buildings")),
        sa.UniqueConstraint("compound_id", "number", name=op.f("uq_buildings_compound_id_number")),
    )
    op.create_table(
        "compound_communities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_compound_communities_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_compound_communities_compound_id_compounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compound_communities")),
        sa.UniqueConstraint("compound_id", "starts_on", name=op.f("uq_compound_communities_compound_id_starts_on")),
    )
    with op.batch_alter_table("compound_communities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_compound_communities_community_id"), ["community_id"], unique=False)

    op.create_table(
        "duty_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_duty_lines_compound_id_compounds")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_duty_lines_party_id_parties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_lines")),
    )
    with op.batch_alter_table("duty_lines", schema=None) as batch_op:
        batch_op.create_index("ix_duty_lines_compound_id_matter", ["compound_id", "matter"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_lines_party_id"), ["party_id"], unique=False)

    op.create_table(
        "entrances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("floors", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("grid_area_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name=op.f("fk_entrances_building_id_buildings")),
        sa.ForeignKeyConstraint(["grid_area_id"], ["grid_areas.id"], name=op.f("fk_entrances_grid_area_id_grid_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrances")),
        sa.UniqueConstraint("building_id", "number", name=op.f("uq_entrances_building_id_number")),
    )
    with op.batch_alter_table("entrances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entrances_grid_area_id"), ["grid_area_id"], unique=False)

    op.create_table(
        "appointment_areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("grid_area_id", sa.Integer(), nullable=True),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("entrance_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_appointment_areas_appointment_id_appointments")
        ),
        sa.ForeignKeyConstraint(
            ["building_id"], ["buildings.id"], name=op.f("fk_appointment_areas_building_id_buildings")
        ),
        sa.ForeignKeyConstraint(
            ["entrance_id"], ["entrances.id"], name=op.f("fk_appointment_areas_entrance_id_entrances")
        ),
        sa.ForeignKeyConstraint(
            ["grid_area_id"], ["grid_areas.id"], name=op.f("fk_appointment_areas_grid_area_id_grid_areas")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_areas")),
    )
    with op.batch_alter_table("appointment_areas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_areas_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_areas_building_id"), ["building_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_areas_entrance_id"), ["entrance_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_areas_grid_area_id"), ["grid_area_id"], unique=False)

    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("paper", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("end_reason", sa.String(length=200), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_appointments_follows_id"), ["follows_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_appointments_follows_id_appointments"), "appointments", ["follows_id"], ["id"]
        )

    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("phone", sa.String(length=40), nullable=False, server_default=""))

    with op.batch_alter_table("compounds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("type", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("grade", sa.String(length=10), nullable=False, server_default=""))

    with op.batch_alter_table("installation_roles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("post", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("community_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("paper", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("end_reason", sa.String(length=200), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_installation_roles_community_id_communities"), "communities", ["community_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_installation_roles_unit_id_units"), "units", ["unit_id"], ["id"])

    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_preparatory", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("powers", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_parties_unit_id"), ["unit_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_parties_unit_id_units"), "units", ["unit_id"], ["id"])

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("email", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("name_public", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_unique_constraint(batch_op.f("uq_persons_code"), ["code"])

    with op.batch_alter_table("venues", schema=None) as batch_op:
        batch_op.add_column(sa.Column("equipment", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("venues", schema=None) as batch_op:
        batch_op.drop_column("closed_on")
        batch_op.drop_column("equipment")

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_persons_code"), type_="unique")
        batch_op.drop_column("name_public")
        batch_op.drop_column("email")
        batch_op.drop_column("code")

    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_parties_unit_id_units"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_parties_unit_id"))
        batch_op.drop_column("ends_on")
        batch_op.drop_column("powers")
        batch_op.drop_column("is_preparatory")
        batch_op.drop_column("unit_id")

    with op.batch_alter_table("installation_roles", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_installation_roles_unit_id_units"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_installation_roles_community_id_communities"), type_="foreignkey")
        batch_op.drop_column("end_reason")
        batch_op.drop_column("paper")
        batch_op.drop_column("ends_on")
        batch_op.drop_column("starts_on")
        batch_op.drop_column("unit_id")
        batch_op.drop_column("community_id")
        batch_op.drop_column("post")

    with op.batch_alter_table("compounds", schema=None) as batch_op:
        batch_op.drop_column("grade")
        batch_op.drop_column("type")

    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_column("phone")
        batch_op.drop_column("address")

    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_appointments_follows_id_appointments"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_appointments_follows_id"))
        batch_op.drop_column("end_reason")
        batch_op.drop_column("paper")
        batch_op.drop_column("follows_id")

    with op.batch_alter_table("appointment_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_areas_grid_area_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_areas_entrance_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_areas_building_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_areas_appointment_id"))

    op.drop_table("appointment_areas")
    with op.batch_alter_table("entrances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entrances_grid_area_id"))

    op.drop_table("entrances")
    with op.batch_alter_table("duty_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_lines_party_id"))
        batch_op.drop_index("ix_duty_lines_compound_id_matter")

    op.drop_table("duty_lines")
    with op.batch_alter_table("compound_communities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_compound_communities_community_id"))

    op.drop_table("compound_communities")
    op.drop_table("buildings")
    with op.batch_alter_table("grid_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grid_areas_parent_id"))

    op.drop_table("grid_areas")
    op.drop_table("units")
