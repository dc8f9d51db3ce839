using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Balcao.Platform.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class InFull : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "edited_at",
                table: "messages",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "revoked_at",
                table: "messages",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "messages",
                type: "character varying(24)",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "duration_ms",
                table: "message_media",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "height",
                table: "message_media",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "playable_sha256",
                table: "message_media",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "thumbnail_sha256",
                table: "message_media",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "waveform",
                table: "message_media",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "width",
                table: "message_media",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "marketing_consents",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_marketing_consents", x => new { x.tenant_id, x.contact_id });
                    table.ForeignKey(
                        name: "FK_marketing_consents_contacts_tenant_id_contact_id",
                        columns: x => new { x.tenant_id, x.contact_id },
                        principalTable: "contacts",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wamid = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_versions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_message_versions_messages_tenant_id_message_id",
                        columns: x => new { x.tenant_id, x.message_id },
                        principalTable: "messages",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "number_notices",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number_id = table.Column<Guid>(type: "uuid", nullable: false),
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    severity = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    detail = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_number_notices", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_number_notices_numbers_tenant_id_number_id",
                        columns: x => new { x.tenant_id, x.number_id },
                        principalTable: "numbers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "template_syncs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    waba_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    requested_at = table.Column<long>(type: "bigint", nullable: true),
                    synced_at = table.Column<long>(type: "bigint", nullable: true),
                    failure_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_syncs", x => new { x.tenant_id, x.waba_id });
                    table.ForeignKey(
                        name: "FK_template_syncs_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "templates",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    waba_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: false),
                    language = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    whats_app_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    category = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    status = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    whats_app_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    quality = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    rejection_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    has_named_parameters = table.Column<bool>(type: "boolean", nullable: false),
                    components = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_templates", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_templates_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_numbers_waba_id",
                table: "numbers",
                column: "waba_id");

            migrationBuilder.CreateIndex(
                name: "IX_message_versions_tenant_id_message_id_wamid",
                table: "message_versions",
                columns: new[] { "tenant_id", "message_id", "wamid" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_number_notices_tenant_id_number_id_digest_kind",
                table: "number_notices",
                columns: new[] { "tenant_id", "number_id", "digest", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_number_notices_tenant_id_number_id_kind_at",
                table: "number_notices",
                columns: new[] { "tenant_id", "number_id", "kind", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_templates_tenant_id_waba_id_name_language",
                table: "templates",
                columns: new[] { "tenant_id", "waba_id", "name", "language" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "marketing_consents");

            migrationBuilder.DropTable(
                name: "message_versions");

            migrationBuilder.DropTable(
                name: "number_notices");

            migrationBuilder.DropTable(
                name: "template_syncs");

            migrationBuilder.DropTable(
                name: "templates");

            migrationBuilder.DropIndex(
                name: "IX_numbers_waba_id",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "edited_at",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "revoked_at",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "source",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "duration_ms",
                table: "message_media");

            migrationBuilder.DropColumn(
                name: "height",
                table: "message_media");

            migrationBuilder.DropColumn(
                name: "playable_sha256",
                table: "message_media");

            migrationBuilder.DropColumn(
                name: "thumbnail_sha256",
                table: "message_media");

            migrationBuilder.DropColumn(
                name: "waveform",
                table: "message_media");

            migrationBuilder.DropColumn(
                name: "width",
                table: "message_media");
        }
    }
}
