using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Balcao.Platform.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ConversationIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_conversations_tenant_id_contact_id",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_tenant_id_number_id_contact_id",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_tenant_id_contact_id_number_id",
                table: "conversations",
                columns: new[] { "tenant_id", "contact_id", "number_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_conversations_tenant_id_contact_id_number_id",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_tenant_id_contact_id",
                table: "conversations",
                columns: new[] { "tenant_id", "contact_id" });

            migrationBuilder.CreateIndex(
                name: "IX_conversations_tenant_id_number_id_contact_id",
                table: "conversations",
                columns: new[] { "tenant_id", "number_id", "contact_id" },
                unique: true);
        }
    }
}
