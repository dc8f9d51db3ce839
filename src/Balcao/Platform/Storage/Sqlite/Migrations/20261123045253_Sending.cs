using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Balcao.Platform.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Sending : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_jobs_due_at",
                table: "jobs");

            migrationBuilder.AddColumn<string>(
                name: "sending_held_reason",
                table: "numbers",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "sending_held_since",
                table: "numbers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "uploaded_at",
                table: "message_media",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "given_up_at",
                table: "jobs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_outbox_tenant_id_conversation_id_id",
                table: "outbox",
                columns: new[] { "tenant_id", "conversation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_message_media_tenant_id_sha256",
                table: "message_media",
                columns: new[] { "tenant_id", "sha256" });

            migrationBuilder.CreateIndex(
                name: "IX_jobs_due_at",
                table: "jobs",
                column: "due_at",
                filter: "given_up_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_jobs_tenant_id_kind_subject_id",
                table: "jobs",
                columns: new[] { "tenant_id", "kind", "subject_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_outbox_tenant_id_conversation_id_id",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "IX_message_media_tenant_id_sha256",
                table: "message_media");

            migrationBuilder.DropIndex(
                name: "IX_jobs_due_at",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "IX_jobs_tenant_id_kind_subject_id",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "sending_held_reason",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "sending_held_since",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "uploaded_at",
                table: "message_media");

            migrationBuilder.DropColumn(
                name: "given_up_at",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "IX_jobs_due_at",
                table: "jobs",
                column: "due_at");
        }
    }
}
